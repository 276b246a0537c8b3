"""Each outside system has what its declaration promises: an adapter, an emulator, and one client for HTTP."""

from collections import Counter
from importlib import import_module

import pytest

from cdk.resource_names import ResourceNames
from functions.gremlinconsole import execute_command
from local import emulators
from tests.architecture.source import ROOT, endpoints, files
from tests.architecture.test_rooms import imported
from vault.adapters.systems import Service, Target

HTTP_CLIENTS = {"http", "httpx", "requests", "urllib3"}
HOME = "shared/vault/adapters/http"


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
