"""The project's own source, read for what no other tool holds."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vault.runtime.endpoint import Endpoint
from vault.runtime.http_handler import HttpHandler
from vault.runtime.registry import find

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("functions", "shared", "local", "cdk", "tests")


@functools.cache
def files(*rooms: str) -> tuple[str, ...]:
    """Every Python file in these rooms, relative to the project."""
    return tuple(sorted(str(file.relative_to(ROOT)) for room in rooms for file in (ROOT / room).rglob("*.py")))


@functools.cache
def tree(file: str) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse((ROOT / file).read_text(encoding="utf-8"), file)


@functools.cache
def endpoints() -> dict[str, Endpoint]:
    """Every endpoint that callers reach, by its path."""
    return {path: each for path, each in declared().items() if isinstance(each, Endpoint)}


@functools.cache
def declared() -> dict[str, HttpHandler]:
    """Every function with a URL by its path, those that only the system itself calls too."""
    found: dict[str, Any] = {path: function.handler for path, function in find().endpoints.items()}
    return found


def endpoint_files() -> tuple[str, ...]:
    """The modules that are endpoints: all below functions/ but the jobs and the packages' own."""
    return tuple(
        file for file in files("functions") if not file.startswith("functions/jobs/") and Path(file).stem != "__init__"
    )


def texts(file: str) -> Iterator[tuple[int, str]]:
    """The string literals of a file that are no docstrings, annotations or lists of exports, with their lines."""
    beside = {id(part) for node in ast.walk(tree(file)) for aside in asides(node) for part in ast.walk(aside)}
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in beside:
            yield node.lineno, node.value


def asides(node: ast.AST) -> Iterator[ast.AST]:
    """What of a node is said to readers and tools only."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "__all__" for to in node.targets):
        yield node.value
    for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
        if isinstance(annotation, ast.AST):
            yield annotation


def functions(file: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(tree(file)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node
