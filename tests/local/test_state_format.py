"""The number of the state's format is written where there is no state, and guards what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local import processes, state_files, state_format
from local.errors import StartFailure
from local.routeros import service as routeros

if TYPE_CHECKING:
    from pathlib import Path


def test_a_directory_without_state_is_claimed_once_and_for_all(tmp_path: Path) -> None:
    directory = tmp_path / ".vault"

    state_format.claim(directory)
    (directory / "state").mkdir()
    state_format.claim(directory)

    assert (directory / "format").read_text() == f"{state_format.FORMAT}\n"


def test_a_directory_with_other_things_has_no_state(tmp_path: Path) -> None:
    (tmp_path / "services").mkdir()

    state_format.claim(tmp_path)

    assert (tmp_path / "format").exists()


@pytest.mark.parametrize("left", ["state", "regions"])
def test_state_without_a_number_is_of_an_earlier_version(tmp_path: Path, left: str) -> None:
    (tmp_path / left).mkdir()

    with pytest.raises(StartFailure, match="make clean"):
        state_format.claim(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [left]


def test_a_directory_from_before_there_was_a_router_gets_one(tmp_path: Path) -> None:
    state = tmp_path / "state"
    for name in (*state_files.FILES, state_files.MARK):
        (state / name).parent.mkdir(parents=True, exist_ok=True)
        (state / name).touch()

    state_files.check_complete(state)
    router = routeros.start(tmp_path, persistent=True)
    settings = routeros.settings_when_ready(router)
    processes.ask_to_stop(router, gently=True)
    processes.await_stop(router)

    assert settings[routeros.CONTROL].startswith("http://127.0.0.1:")
    assert (state / routeros.STATE_FILE).exists()
