"""Rules that import contracts cannot express: endpoints do not import each other, and only tests import tests."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import endpoint_files, files, tree


def imported(file: str) -> Iterator[str]:
    """The modules, and the names in them, that a file imports, also inside functions."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("file", files("functions"))
def test_no_function_imports_another(file: str) -> None:
    assert [module for module in imported(file) if module.split(".")[0] == "functions"] == []


@pytest.mark.parametrize("room", ["functions", "shared", "local", "cdk"])
def test_nothing_that_runs_imports_the_tests(room: str) -> None:
    found = {file: module for file in files(room) for module in imported(file) if module.split(".")[0] == "tests"}

    assert found == {}


@pytest.mark.parametrize("file", endpoint_files())
def test_an_endpoint_asks_rooms_and_never_the_graph_or_a_service_itself(file: str) -> None:
    below = ("vault.graph", "vault.adapters")

    assert [module for module in imported(file) if module.startswith(below)] == []


@pytest.mark.parametrize("file", [file for file in files("shared") if file.endswith("/queries.py")])
def test_queries_decide_nothing(file: str) -> None:
    services = [module for module in imported(file) if module.endswith(".service")]

    assert [module for module in services if module != "vault.operators.service"] == []


def test_a_room_logs_under_its_own_name() -> None:
    loggers = {
        file: node.args[0].value
        for file in files("shared")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "logging.getLogger"
        if isinstance(node.args[0], ast.Constant) and str(node.args[0].value).startswith("vault")
    }

    assert loggers
    assert {file: name for file, name in loggers.items() if name != f"vault.{file.split('/')[2]}"} == {}
