"""Why no endpoint can be written under a name: what Python, the registry or the line length does not allow."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from local.scaffold import tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OTHER_KINDS = {"functions/jobs": "jobs", "functions/triggers": "triggers"}
"""Folders whose functions have no path."""
MAX_LINE_LENGTH = 120


class RefusedError(Exception):
    """The message is a sentence that says why nothing can be written."""


def refuse_unusable(code: Path, texts: list[str], row: str) -> None:
    """Raises RefusedError where the module, its test or its row would not pass lint."""
    for folder, kind in OTHER_KINDS.items():
        if code.is_relative_to(folder):
            sentence = f"{folder} has {kind}, which have no path"
            raise RefusedError(sentence)
    for text in texts:
        _refuse_unreadable(text)
    lines = [row, *(line for text in texts for line in text.splitlines() if line.startswith(("from ", '"""')))]
    if max(map(len, lines)) > MAX_LINE_LENGTH:
        sentence = "The name is too long: lines that have it would be longer than lint allows"
        raise RefusedError(sentence)


def refuse_existing(path: str, files: list[Path], tables_by_path: list[Path]) -> None:
    """Raises RefusedError where there is such an endpoint, or a module that would hide it or be hidden by it."""
    module, *_ = files
    # A package hides a module of its name.
    beside = [module.with_suffix(""), *(folder.with_suffix(".py") for folder in module.parents[:-1])]
    there = [str(file) for file in (*files, *beside) if file.exists()]
    if there:
        sentence = f"{there[0]} exists"
        raise RefusedError(sentence)
    if known := tables.find_row(tables_by_path, path):
        sentence = f"The tables of the tests have {known}"
        raise RefusedError(sentence)


def _refuse_unreadable(text: str) -> None:
    try:
        names = list(_names_of(ast.parse(text)))
    except SyntaxError:
        sentence = "A part of the name is a reserved word of Python"
        raise RefusedError(sentence) from None
    if twice := [name for name in names if names.count(name) > 1]:
        sentence = f"{twice[0]} is the name of something else in an endpoint's module"
        raise RefusedError(sentence)


def _names_of(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            yield node.name
