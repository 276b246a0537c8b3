"""What tests, benchmarks and fuzzing replace by its name is there: a rename would otherwise break them unseen."""

import ast
import importlib
from collections.abc import Iterator

from tests.architecture.source import files, tree

PATCHES = {"object", "setattr"}


def imported_names(file: str) -> dict[str, str]:
    """The dotted path of everything that a file imports by name."""
    return {
        name.asname or name.name: f"{node.module}.{name.name}"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }


def patched_names(file: str) -> Iterator[tuple[str, str]]:
    """What a file patches of imported modules and classes: the dotted path of the owner, and the name."""
    imported = imported_names(file)
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in PATCHES and len(node.args) > 1:
            owner, name = node.args[0], node.args[1]
            if isinstance(owner, ast.Name) and owner.id in imported and isinstance(name, ast.Constant):
                yield imported[owner.id], str(name.value)


def load(path: str) -> object:
    """Load a module, or what a module has."""
    module, _, name = path.rpartition(".")
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError:
        return getattr(importlib.import_module(module), name)


def test_everything_that_is_patched_by_name_exists() -> None:
    missing = {
        f"{file}: {owner}.{name}"
        for file in files("tests")
        for owner, name in patched_names(file)
        if not hasattr(load(owner), name)
    }

    assert missing == set()
