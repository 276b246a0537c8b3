"""Add rows to the tables of the tests, which are dictionaries by path."""

from __future__ import annotations

import ast
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def add_row(files: list[Path], path: str, value: str) -> Path:
    """Add a row after the last one of the same group, or else of the same console; return the file that has it now.

    Raises LookupError if no file has a table by path.
    """
    rows = [(_shared_groups(path, key), file, line) for file in files for key, line in _rows(file)]
    if not rows:
        message = f"no table by path in {', '.join(map(str, files))}"
        raise LookupError(message)
    nearest = max(shared for shared, _, _ in rows)
    file, line = [(file, line) for shared, file, line in rows if shared == nearest][-1]
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    lines.insert(line, f"{format_row(path, value)}\n")
    file.write_text("".join(lines), encoding="utf-8")
    return file


def format_row(path: str, value: str) -> str:
    return f'    "{path}": {value},'


def find_row(files: list[Path], path: str) -> str | None:
    """The path of a row that is this one in whatever case."""
    keys = (key for file in files for key, _ in _rows(file))
    return next((key for key in keys if key.lower() == path.lower()), None)


def _rows(file: Path) -> Iterator[tuple[str, int]]:
    """The paths by which the tables of a file are kept, each with the last line of its row."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Dict):
            keys = [key for key in node.value.keys if isinstance(key, ast.Constant)]
            ends = [*(key.lineno for key in keys), node.value.end_lineno or 0][1:]
            for key, end in zip(keys, ends, strict=False):
                if str(key.value).startswith("/"):
                    yield str(key.value), end - 1


def _shared_groups(path: str, other: str) -> int:
    """How many of the leading parts of two paths are the same, their names apart."""
    pairs = zip(path.split("/")[1:-1], other.split("/")[1:-1], strict=False)
    return len([*takewhile(lambda pair: pair[0] == pair[1], pairs)])
