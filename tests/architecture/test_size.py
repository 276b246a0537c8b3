"""Limits on the length of files and functions."""

import pytest

from tests.architecture.source import ROOMS, ROOT, files, functions

MAX_LINES_OF_A_FILE = 300
MAX_LINES_OF_A_FUNCTION = 40


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_is_longer_than_three_hundred_lines(room: str) -> None:
    lines = {file: len((ROOT / file).read_text().splitlines()) for file in files(room)}

    assert {file: count for file, count in lines.items() if count > MAX_LINES_OF_A_FILE} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_no_function_is_longer_than_forty_lines(room: str) -> None:
    lengths = {
        f"{file}:{found.name}": (found.end_lineno or 0) - found.lineno + 1
        for file in files(room)
        for found in functions(file)
    }

    assert {name: count for name, count in lengths.items() if count > MAX_LINES_OF_A_FUNCTION} == {}
