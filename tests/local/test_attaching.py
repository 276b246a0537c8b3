"""A test run finds a system of `make services`, or says why it starts its own."""

from __future__ import annotations

import os
import pickle
import pickletools
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from gremlin_python.process.traversal import T
from redis import Redis

from local.processes import python_path
from tests import run_selected
from tests.local import clients
from tests.services import keeper, record, slots
from tests.services.slots import Filling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local.system import System

OF_OTHER_CODE = b"ctests.services.slots\nClassThatIsGone\n."
"""A pickled class of a module that does not have it any more."""
FILLING = Filling({"VAULT_STAGE": "preview"}, "a world", 7)


@contextmanager
def kept(tmp_path: Path, **changes: Any) -> Iterator[Path]:
    """A record of two filled slots, whose keeper lives."""
    directories = [tmp_path / "1", tmp_path / "2"]
    fields = {"checkout": str(record.CHECKOUT), "code": record.hash_service_code(), "slots": [*map(str, directories)]}
    with (tmp_path / "record").open("a") as file:
        assert record.lock(file)
        record.write(record.Record(os.getpid(), **{**fields, **changes}), file)
        for directory in directories:
            directory.mkdir()
            slots.write_filling(directory, FILLING)
        yield tmp_path / "record"


def reason(file: Path) -> str:
    """Why a run starts services of its own."""
    response: list[str] = []
    assert slots.claim_or_explain(response.append, file) is None
    return response[0]


def test_a_run_attaches_to_a_system_and_finds_its_world(tmp_path: Path) -> None:
    with kept(tmp_path) as file:
        claimed = slots.claim(file)

    with claimed.lock:
        assert claimed.filling == FILLING


def test_runs_at_the_same_time_get_systems_of_their_own_and_one_too_many_is_told(tmp_path: Path) -> None:
    with kept(tmp_path) as file, slots.claim(file).lock, slots.claim(file).lock:
        assert reason(file) == "Other test runs use all systems of `make services`. This run starts its own."


def test_a_used_system_is_not_claimed_before_it_is_refilled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "PATIENCE_SECONDS", 0.2)
    with kept(tmp_path) as file:
        for _ in range(2):
            slots.claim(file).lock.close()

        assert "The services are not ready for a test run" in reason(file)

        with slots.refilling(tmp_path / "1") as is_ours:
            slots.write_filling(tmp_path / "1", FILLING)
        with closing(slots.claim(file).lock):
            assert is_ours


def test_a_system_in_use_is_not_refilled(tmp_path: Path) -> None:
    with kept(tmp_path) as file, slots.claim(file).lock, slots.refilling(tmp_path / "1") as is_ours:
        assert not is_ours


def test_a_system_whose_tokens_expire_before_long_is_refilled(tmp_path: Path) -> None:
    with kept(tmp_path):
        filled = tmp_path / "1" / "filling"
        fresh = slots.needs_filling(tmp_path / "1", keeper.OLDEST_SECONDS)
        os.utime(filled, (0, time.time() - keeper.OLDEST_SECONDS - 1))

        assert (fresh, slots.needs_filling(tmp_path / "1", keeper.OLDEST_SECONDS)) == (False, True)


def test_without_services_a_run_starts_its_own(tmp_path: Path) -> None:
    assert reason(tmp_path / "record") == (
        "No services are running: `make services` starts some. This run starts its own."
    )


def test_a_record_that_its_keeper_left_behind_is_not_believed(tmp_path: Path) -> None:
    with kept(tmp_path) as file:
        pass

    assert reason(file).startswith("The services of `make services` have ended")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"checkout": "/elsewhere"}, "belong to another checkout, /elsewhere."),
        ({"code": "0"}, "are of other code than local/ has now"),
        ({"format": 0}, "has another format"),
    ],
)
def test_services_that_are_not_of_this_code_are_not_used(tmp_path: Path, changes: dict[str, Any], why: str) -> None:
    with kept(tmp_path, **changes) as file:
        assert why in reason(file)


def test_a_record_that_is_no_record_is_not_used(tmp_path: Path) -> None:
    with kept(tmp_path) as file:
        file.write_text("[1]")

        assert "has another format" in reason(file)


def test_a_record_that_is_still_empty_is_of_services_that_start(tmp_path: Path) -> None:
    with kept(tmp_path) as file:
        file.write_text("")

        assert reason(file).startswith("The services of `make services` are starting.")


def test_nobody_reads_the_record_of_a_killed_keeper_while_the_next_one_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with kept(tmp_path) as file:
        pass
    seen: list[str] = []

    def look_and_end() -> str:
        seen.append(reason(file))
        raise InterruptedError

    monkeypatch.setattr(record, "RECORD", file)
    monkeypatch.setattr(record, "hash_service_code", look_and_end)
    monkeypatch.setattr(keeper.signal, "signal", lambda *_: None)

    with pytest.raises(InterruptedError):
        keeper.main()

    assert [sentence.partition(":")[0] for sentence in seen] == ["The services of `make services` have ended"]


def test_a_world_of_other_code_is_built_anew_and_the_run_is_told_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "PATIENCE_SECONDS", 5.0)
    sentences: list[str] = []

    def build_anew(sentence: str) -> None:
        sentences.append(sentence)
        slots.write_filling(tmp_path / "1", FILLING)

    with kept(tmp_path) as file:
        for slot in ("1", "2"):
            outdated = tmp_path / slot / "filling"
            outdated.write_bytes(b"0\n" + OF_OTHER_CODE)

        claimed = slots.claim_or_explain(build_anew, file)

    assert claimed
    with claimed.lock:
        assert (claimed.filling, sentences) == (FILLING, [slots.OTHER_CODE])
    assert not (tmp_path / "2" / "filling").exists()


def test_a_system_is_as_new_for_the_next_run(local_system: System, settings: dict[str, str]) -> None:
    leave_traces(local_system, settings)

    fill(local_system.directory, settings)

    assert [*local_system.mails.iterdir()] == []
    for source in ("g", "log_g"):
        with clients.graph(settings, source) as graph:
            assert graph.V("left").to_list() == []
    assert Redis.from_url(settings["VAULT_REDIS_URL"]).get("left") is None
    assert "Messages" not in clients.aws(settings, "sqs").receive_message(
        QueueUrl=settings["VAULT_ISSUE_KEYS_QUEUE_URL"]
    )
    claimed = slots.claim_slot(local_system.directory)
    assert claimed
    with claimed.lock:
        assert claimed.filling.environment.items() >= settings.items()
        assert claimed.filling.world.mine.people["LeasingAgent"].access_token
    assert modules_of(pickle.dumps(claimed.filling)) <= modules_hashed()


def modules_of(pickled: bytes) -> set[str]:
    """Our modules whose classes a pickle names."""
    texts = {value for _, value, _ in pickletools.genops(pickled) if isinstance(value, str)}
    return {text for text in texts if text.startswith(("vault.", "tests."))}


def modules_hashed() -> set[str]:
    """The modules whose change makes a filling outdated."""
    files = (file for pattern in slots.SHAPE_WORLDS for file in record.CHECKOUT.glob(pattern))
    paths = (file.relative_to(record.CHECKOUT).with_suffix("") for file in files)
    return {".".join(path.parts).removeprefix("shared.") for path in paths}


def leave_traces(system: System, settings: dict[str, str]) -> None:
    """What a test run leaves in each service."""
    (system.mails / "left.eml").write_text("of the run before")
    for source in ("g", "log_g"):
        with clients.graph(settings, source) as graph:
            graph.add_v("venue").property(T.id, "left").iterate()
    Redis.from_url(settings["VAULT_REDIS_URL"]).set("left", "1")
    clients.aws(settings, "sqs").send_message(QueueUrl=settings["VAULT_ISSUE_KEYS_QUEUE_URL"], MessageBody="{}")


def fill(slot: Path, settings: dict[str, str]) -> None:
    """As the keeper does."""
    command = [sys.executable, "-m", "tests.services.fill", str(slot)]
    subprocess.run(command, env={**os.environ, **python_path(), **settings}, check=True)


def test_a_path_is_run_as_it_is_and_a_name_is_looked_for_in_the_files_that_mention_it() -> None:
    path = "tests/unit/test_ids.py"

    by_name = run_selected.arguments("test_what_is_clean_stays_as_it_is")

    assert run_selected.arguments(f"{path}::test_x") == [f"{path}::test_x"]
    assert by_name[:2] == ["-k", "test_what_is_clean_stays_as_it_is"]
    assert [file.rpartition("/")[2] for file in by_name[2:]] == ["test_attaching.py", "test_ids.py"]
