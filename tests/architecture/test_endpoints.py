"""One module is one endpoint, and its file's path is its URL's path."""

import dataclasses
import importlib
import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, all_endpoints, endpoint_files, endpoints, files, functions
from vault.kernel.errors import AccessDenied
from vault.kernel.permissions import Permission
from vault.runtime.access_tokens import TokenInvalid
from vault.runtime.endpoint import Graph
from vault.runtime.http_handler import HttpHandler
from vault.runtime.models import errors_of_references

MAX_LINES_OF_A_HANDLER = 8
MAX_LINES_OF_A_MODULE = 90
RAISED_BY_THE_ENDPOINT_ITSELF = {
    "/subscriberconsole/confirmResetConsolePassword": {AccessDenied},
    "/subscriberconsole/login": {TokenInvalid},
}
"""Errors of any call that these endpoints raise for a rule of their own too: test_outcomes.py asks for both."""


def plain(path: str) -> str:
    """The path in lower case, with letters, digits and slashes only."""
    return re.sub(r"[^a-z0-9/]", "", path.lower())


@pytest.mark.parametrize("file", endpoint_files())
def test_a_module_declares_one_endpoint_named_handler(file: str) -> None:
    module = importlib.import_module(file.removesuffix(".py").replace("/", "."))

    declared = [name for name, value in vars(module).items() if isinstance(value, HttpHandler)]

    assert declared == ["handler"]


@pytest.mark.parametrize("file", endpoint_files())
def test_a_modules_path_is_its_endpoints_path(file: str) -> None:
    module = importlib.import_module(file.removesuffix(".py").replace("/", "."))

    path = module.handler.path

    assert plain(path) == plain(file.removeprefix("functions").removesuffix(".py"))


def test_every_module_is_found_under_a_path_of_its_own() -> None:
    assert len(all_endpoints()) == len(endpoint_files())


@pytest.mark.parametrize("path", endpoints())
def test_an_endpoint_says_itself_in_one_line(path: str) -> None:
    summary = endpoints()[path].summary.partition("\n")[0]

    assert 8 <= len(summary) <= 120


@pytest.mark.parametrize("path", endpoints())
def test_an_endpoint_declares_an_example(path: str) -> None:
    example = endpoints()[path].example

    assert example is not None, (
        f"add example={{...}} to the declaration of {path}: a request that succeeds, by Python name"
    )


@pytest.mark.parametrize("path", endpoints())
def test_a_write_is_a_command_and_a_command_writes(path: str) -> None:
    endpoint = endpoints()[path]

    assert bool(endpoint.command) == (Graph.WRITE in endpoint.uses)


@pytest.mark.parametrize("path", endpoints())
def test_an_endpoint_has_the_errors_of_its_references_without_declaring_them(path: str) -> None:
    endpoint = endpoints()[path]

    derived = set(errors_of_references(endpoint.request))

    assert derived <= set(endpoint.errors)
    assert derived & set(endpoint.raises) == set()


@pytest.mark.parametrize("path", endpoints())
def test_an_endpoint_declares_no_error_that_any_call_or_its_fields_have_anyway(path: str) -> None:
    endpoint = endpoints()[path]

    of_any_call = set(dataclasses.replace(endpoint, raises=()).errors)

    assert of_any_call & set(endpoint.raises) == RAISED_BY_THE_ENDPOINT_ITSELF.get(path, set())


def test_no_two_endpoints_share_a_command() -> None:
    commands = [endpoint.command for endpoint in endpoints().values() if endpoint.command]

    assert sorted(set(commands)) == sorted(commands)


def test_permissions_stand_in_alphabetical_order() -> None:
    names = [permission.name for permission in Permission]

    assert names == sorted(names)


@pytest.mark.parametrize("file", endpoint_files())
def test_a_handler_has_no_rules_of_its_own(file: str) -> None:
    (handler,) = (function for function in functions(file) if function.name == "handler")

    lines = (handler.end_lineno or 0) - handler.body[0].lineno + 1

    assert lines <= MAX_LINES_OF_A_HANDLER


def test_every_package_says_what_it_is() -> None:
    packages = [file for file in files("functions", "shared", "local") if Path(file).name == "__init__.py"]

    silent = [file for file in packages if not (ROOT / file).read_text().startswith('"""')]

    assert silent == []


def test_an_endpoint_is_read_on_one_screen() -> None:
    lines = {file: len((ROOT / file).read_text().splitlines()) for file in endpoint_files()}

    assert {file: count for file, count in lines.items() if count > MAX_LINES_OF_A_MODULE} == {}
