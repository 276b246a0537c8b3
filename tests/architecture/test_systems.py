"""Each outside system has what its declaration promises: an adapter, an emulator, and one client for HTTP."""

import ast
from collections import Counter
from importlib import import_module

import pytest

from cdk.resource_names import ResourceNames
from functions.gremlinconsole import execute_command
from local import emulators
from tests.architecture.source import ROOT, endpoints, files, tree
from tests.architecture.test_rooms import imported
from vault.adapters.systems import Service, Target

HTTP_CLIENTS = {"http", "httpx", "requests", "urllib3"}
HOME = "shared/vault/adapters/http"
DIALS = {"asyncio.open_connection", "create_connection", "getaddrinfo", "gethostbyname", "socket.socket"}
"""What connects or looks a name up, by how it is written in a call."""
DIALING_MODULES = {"asyncio.open_connection", "ftplib", "imaplib", "poplib", "smtplib", "telnetlib", "xmlrpc.client"}
GUARD = "shared/vault/adapters/outgoing.py"
BEHIND_THE_GUARD = {
    GUARD: "checks each address that somebody typed",
    "shared/vault/adapters/http_pool.py": "asks the guard where a request says that its address was typed",
    "shared/vault/adapters/smtp.py": "calls the deployment's own mail server",
}


@pytest.mark.parametrize("service", Service)
def test_an_outside_system_has_an_adapter_of_its_name(service: Service) -> None:
    name = service.value.name

    assert f"{service.name.lower()}_".startswith(f"{name}_")
    assert (ROOT / f"shared/vault/adapters/{name}.py").exists()


@pytest.mark.parametrize("service", Service)
def test_an_outside_system_has_an_emulator(service: Service) -> None:
    emulator = import_module(service.value.emulator)

    assert callable(emulator.start)
    assert callable(emulator.settings_when_ready)


@pytest.mark.parametrize("service", Service)
def test_an_action_of_a_system_is_of_one_use_alone(service: Service) -> None:
    actions = Counter(action for use in Service for grant in use.value.grants for action in grant.actions)

    assert [action for grant in service.value.grants for action in grant.actions if actions[action] > 1] == []


def test_an_emulator_of_several_systems_is_started_once() -> None:
    names = [emulator.__name__ for emulator in emulators.emulators()]  # type: ignore[attr-defined]  # a module

    assert len(names) < len(Service)
    assert sorted(names) == sorted({service.value.emulator for service in Service})


@pytest.mark.parametrize("service", Service)
def test_the_grants_of_a_system_all_have_a_wildcard_or_none_has(service: Service) -> None:
    assert len({bool(grant.wildcard_reason) for grant in service.value.grants}) <= 1


def test_what_runs_forwarded_calls_uses_the_systems_of_endpoints_and_no_others() -> None:
    used = {use for endpoint in endpoints().values() for use in endpoint.uses if isinstance(use, Service)}

    assert {use for use in execute_command.handler.uses if isinstance(use, Service)} == used


def test_a_deployment_supplies_every_target() -> None:
    supplied = {*ResourceNames.__dataclass_fields__, *vars(ResourceNames)}

    assert set(Target) - supplied == {Target.ANY, Target.PHONE_NUMBERS, Target.USER_POOLS}


def test_all_http_goes_through_one_client() -> None:
    strangers = {
        file: module
        for file in files("shared", "functions")
        for module in imported(file)
        if module.partition(".")[0] in HTTP_CLIENTS or module == "urllib.request"
    }

    assert {file for file in strangers if not file.startswith(HOME)} == set()
    assert strangers


def test_no_connection_to_a_typed_address_goes_round_the_guard() -> None:
    connecting = {
        file
        for file in files("shared", "functions")
        if DIALING_MODULES & set(imported(file)) or any(is_dialing(node) for node in ast.walk(tree(file)))
    }

    assert connecting == set(BEHIND_THE_GUARD)


def is_dialing(node: ast.AST) -> bool:
    called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    return called in DIALS or called.rpartition(".")[2] in DIALS
