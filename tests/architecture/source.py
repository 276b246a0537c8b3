"""Reads the project's own source for the architecture tests."""

import ast
import functools
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import vault
from vault.kernel.errors import DomainError
from vault.runtime.body_faults import TypedFieldInvalid
from vault.runtime.endpoint import Endpoint
from vault.runtime.http_handler import HttpHandler
from vault.runtime.registry import find

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("functions", "shared", "local", "cdk", "tests")
OURS = ("functions", "shared", "local", "cdk", "layers")
"""The code that is no test."""


@functools.cache
def files(*rooms: str) -> tuple[str, ...]:
    """Python files below these folders, relative to the project's root."""
    return tuple(sorted(str(file.relative_to(ROOT)) for room in rooms for file in (ROOT / room).rglob("*.py")))


@functools.cache
def tree(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf-8"), file)


@functools.cache
def endpoints() -> dict[str, Endpoint]:
    """Endpoints that callers may reach, by path."""
    return {path: each for path, each in all_endpoints().items() if isinstance(each, Endpoint)}


@functools.cache
def all_endpoints() -> dict[str, HttpHandler]:
    """Every function with a URL by its path, those that only the system itself calls too."""
    found: dict[str, Any] = {path: function.handler for path, function in find().endpoints.items()}
    return found


def endpoint_files() -> tuple[str, ...]:
    """The files of endpoint modules: everything below functions/ except jobs, triggers and `__init__` files."""
    others = ("functions/jobs/", "functions/triggers/")
    return tuple(file for file in files("functions") if not file.startswith(others) and Path(file).stem != "__init__")


def string_literals(file: str) -> Iterator[tuple[int, str]]:
    """(Line, value) of a file's string literals, without docstrings, annotations and lists of exports."""
    beside = {
        id(part)
        for node in ast.walk(tree(file))
        for aside in annotations_and_docstrings(node)
        for part in ast.walk(aside)
    }
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in beside:
            yield node.lineno, node.value


def annotations_and_docstrings(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that only readers and tools evaluate."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "__all__" for to in node.targets):
        yield node.value
    for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
        if isinstance(annotation, ast.AST):
            yield annotation


def functions(file: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions and methods of a file."""
    for node in ast.walk(tree(file)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def members_of(enum: str, file: str) -> Iterator[str]:
    """The members of an enum that a file names: `Enum.MEMBER`."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == enum:
            yield node.attr


def kinds_of(error: type[DomainError]) -> Iterator[type[DomainError]]:
    """Every kind of error of VAULT's own."""
    for kind in error.__subclasses__():
        if kind.__module__.startswith(("vault.", "functions.")):
            yield kind
        yield from kinds_of(kind)


def every_error() -> set[type[DomainError]]:
    """All errors, every module being loaded."""
    find()
    for found in pkgutil.walk_packages(vault.__path__, "vault."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    return set(kinds_of(DomainError)) - {TypedFieldInvalid}
