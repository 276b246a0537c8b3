"""Limits on the length of files, functions and docstrings (docs/contributing/names.md)."""

import ast
import re

import pytest

from tests.architecture.source import ROOMS, ROOT, files, functions, tree

MAX_LINES_OF_A_FILE = 300
MAX_LINES_OF_A_FUNCTION = 40
MAX_DOCSTRING_LINES_IN_100 = 7
MAX_ANY_IN_100_LINES = 0.8
HAVE_DOCSTRINGS = (ast.AsyncFunctionDef, ast.FunctionDef, ast.ClassDef, ast.Module)


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


def test_docstrings_take_at_most_seven_lines_in_a_hundred_of_the_domain() -> None:
    lines = sum((ROOT / file).read_text().count("\n") for file in files("shared"))
    docstrings = sum(
        text.count("\n") + 1
        for file in files("shared")
        for node in ast.walk(tree(file))
        if isinstance(node, HAVE_DOCSTRINGS) and (text := ast.get_docstring(node))
    )

    assert 100 * docstrings / lines <= MAX_DOCSTRING_LINES_IN_100


def test_the_domain_is_typed_by_what_things_are() -> None:
    sources = [(ROOT / file).read_text() for file in files("shared")]
    lines = sum(source.count("\n") for source in sources)

    mentions = sum(len(re.findall(r"\bAny\b", source)) for source in sources)

    assert 100 * mentions / lines <= MAX_ANY_IN_100_LINES
