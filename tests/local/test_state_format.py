"""The number of the state's format is written where there is no state, and guards what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local import state_format
from local.errors import StartFailure

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
