"""What is left when processes are killed, files are gone, or the disk cannot be written."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from gremlin_python.process.traversal import T
from redis import Redis

from local import processes, state_files, storage
from local.errors import StartFailure
from local.system import System
from tests.local.clients import aws, graph
from tests.local.test_run import CHECKOUT, contents, mentioning, started
from vault.graph.steps import __

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRITING_SECONDS = 4.0
LOST_SECONDS = 2.0
"""A second, and what a busy machine adds to it."""
UNFINISHED_RECORD = (4096).to_bytes(4, "big") + b"a checksum and a beginning"


def test_a_kill_loses_at_most_the_last_second(tmp_path: Path) -> None:
    with System(tmp_path, persistent=True) as first:
        acknowledged = list(write_for(first.environment, WRITING_SECONDS))
        killed = time.monotonic()
        for service in first.services:
            os.killpg(service.process.pid, signal.SIGKILL)
    due = [name for moment, name in acknowledged if moment < killed - LOST_SECONDS]
    with (tmp_path / "state" / "graph" / "graphs.journal").open("ab") as journal:
        journal.write(UNFINISHED_RECORD)

    with System(tmp_path, persistent=True) as second:
        found = read_all(second.environment)

    assert len(due) > 5
    for place, names in found.items():
        assert set(due) - names == set(), place
    assert found["first vertex"] == found["second vertex"] == found["edge"]


def write_for(settings: dict[str, str], seconds: float) -> Iterator[tuple[float, str]]:
    """Write a name to each service, and two vertices with their edge in one transaction; yield when it was answered."""
    cognito, redis = aws(settings, "cognito-idp"), Redis.from_url(settings["VAULT_REDIS_URL"])
    pool = cognito.create_user_pool(PoolName="killed")["UserPool"]["Id"]
    with graph(settings) as main, graph(settings, "log_g") as log:
        main.V().count().next()
        log.V().count().next()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            name = f"{time.monotonic_ns()}"
            first = main.add_v("first").property(T.id, f"a{name}").property("name", name).as_("first")
            first.add_v("second").property("name", name).add_e("to").to("first").property("name", name).iterate()
            main.V(f"a{name}").property("name", name).iterate()
            log.add_v("entry").property("name", name).iterate()
            cognito.admin_create_user(UserPoolId=pool, Username=name, MessageAction="SUPPRESS")
            redis.set(name, 1)
            yield time.monotonic(), name


def read_all(settings: dict[str, str]) -> dict[str, set[str]]:
    """The names that each place has."""
    cognito, redis = aws(settings, "cognito-idp"), Redis.from_url(settings["VAULT_REDIS_URL"], decode_responses=True)
    pool = cognito.list_user_pools(MaxResults=1)["UserPools"][0]["Id"]
    users = cognito.get_paginator("list_users").paginate(UserPoolId=pool)
    with graph(settings) as main, graph(settings, "log_g") as log:
        return {
            "first vertex": set(main.V().has_label("first").values("name").to_list()),
            "second vertex": set(main.V().has_label("second").values("name").to_list()),
            "edge": set(main.V().has_label("first").where(__.in_("to")).values("name").to_list()),
            "log": set(log.V().has_label("entry").values("name").to_list()),
            "users": {user["Username"] for page in users for user in page["Users"]},
            "redis": set(redis.keys("*")),
        }


@pytest.mark.parametrize("gone", state_files.FILES)
def test_a_state_file_that_is_gone_is_named_with_what_to_do(tmp_path: Path, gone: str) -> None:
    for name in {*state_files.FILES, state_files.MARK} - {gone}:
        file = tmp_path / "state" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()

    with pytest.raises(StartFailure) as failure, System(tmp_path, persistent=True):
        pass

    assert str(failure.value) == (
        f"{tmp_path}/state/{gone} is gone, while other state is there: put a copy of it back, or run `make clean` "
        "to begin with an empty system."
    )


def test_a_first_start_that_was_interrupted_is_no_loss(tmp_path: Path) -> None:
    state_files.check_complete(tmp_path)
    (tmp_path / state_files.FILES[1]).touch()

    state_files.check_complete(tmp_path)


def test_a_file_in_the_place_of_the_state_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".vault").touch()

    output, complaint = started(tmp_path, processes.free_port()).communicate(timeout=20)

    assert output == ""
    assert complaint == f"{tmp_path}/.vault cannot be written (File exists): make it a directory of your own.\n"


def test_a_disk_that_takes_no_more_is_said_in_one_sentence(tmp_path: Path) -> None:
    environment = {**os.environ, "PORT": str(processes.free_port()), "PYTHONPATH": f"{CHECKOUT}:{CHECKOUT}/shared"}

    ended = subprocess.run(
        [sys.executable, "-m", "local.run"],
        cwd=tmp_path,
        env=environment,
        preexec_fn=limit_files,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"{tmp_path}/.vault cannot be written (File too large): make it a directory of your own.\n"


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))


@contextlib.contextmanager
def tiny_disk(directory: Path) -> Iterator[Path]:
    """A file system of 200 KB, where this process may mount one."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(directory)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root can mount a file system")
    try:
        yield directory
    finally:
        subprocess.run(["umount", str(directory)], check=True)


def test_a_full_disk_is_found(tmp_path: Path) -> None:
    with tiny_disk(tmp_path) as disk:
        before = storage.find_failure(disk)
        with pytest.raises(OSError, match="No space left"):
            (disk / "large").write_bytes(bytes(1_000_000))

        assert (before, storage.find_failure(disk)) == ("", f"No space left in {disk}: make room, then start again.")
        with pytest.raises(StartFailure, match="No space left"):
            storage.check_writable(disk)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "UNWRITABLE java.io.IOException: No space left on device",
            "No space left in {}: make room, then start again.",
        ),
        (
            "[Errno 30] Read-only file system",
            "{} cannot be written (Read-only file system): make it a directory of your own.",
        ),
        ("anything else", ""),
    ],
)
def test_what_a_service_says_of_the_disk_is_told(tmp_path: Path, words: str, sentence: str) -> None:
    assert storage.find_failure(tmp_path, words) == sentence.format(tmp_path)


def test_a_service_that_ends_by_itself_ends_the_system_in_words(tmp_path: Path) -> None:
    process: Any = started(tmp_path, processes.free_port())
    assert process.stdout.readline().startswith("Ready in ")

    killed, *_ = mentioning(f"{tmp_path}/.vault/mail")
    os.kill(int(killed.split()[0]), signal.SIGKILL)
    output, complaint = process.communicate(timeout=30)

    assert complaint.endswith(f"The mail catcher has ended by itself: read {tmp_path}/.vault/logs/mail.log.\n")
    assert output.endswith("The services save their state and stop.\n")
    assert process.returncode == 1
    assert mentioning(str(tmp_path)) == []
    assert contents(tmp_path)
