"""Every setting that the code reads is given to the functions that need it, or has an intended default."""

import ast
from collections.abc import Callable
from typing import Any

import pytest

from cdk.grants import settings
from cdk.region import Place
from cdk.resource_names import ResourceNames
from cdk.stage import load_context, parse_stage
from tests.architecture.source import files, tree
from tests.cdk.conftest import PRIMARY, SECONDARY, TWO_REGIONS, Assembly
from vault.adapters.systems import JWKS
from vault.graph.connection import TRAVERSAL_SOURCES
from vault.kernel.queues import Queue
from vault.runtime.command_receiver import CommandReceiver
from vault.runtime.declaration import Service
from vault.runtime.registry import find

ADAPTERS = "shared/vault/adapters"
BY_LAMBDA = {"AWS_REGION"}
AT_HOME = {
    "VAULT_GATEWAY_LEASE_SECONDS",
    "VAULT_GRAPH_CONNECTIONS",
    "VAULT_GRAPH_READER_SOURCE",
    "VAULT_GRAPH_SOURCE",
    "VAULT_ALLOW_LOOPBACK",
    *JWKS.local_settings,
    "VAULT_LIMIT_FACTOR",
    "VAULT_LOG_FILE",
    "VAULT_LOG_LEVEL",
    "VAULT_LOG_SOURCE",
    *(service.value.secret.text_setting for service in Service if service.value.secret),
    *(name for service in Service for name in service.value.local_settings),
}
"""Set only by a local system or a test: a deployment wants the default or its replacement."""
Needs = Callable[[Any, str], bool]


def always(_handler: Any, _region: str) -> bool:
    return True


def elsewhere(_handler: Any, region: str) -> bool:
    return region == SECONDARY


def carries(handler: Any, region: str) -> bool:
    return elsewhere(handler, region) and getattr(handler, "queue", None) is Queue.LOG_ENTRIES


def answers(handler: Any) -> bool:
    return hasattr(handler, "path") and not handler.primary_only


def using(setting: str) -> Needs:
    """Whether a function has a use with the setting; outside the primary only endpoints use systems."""
    services = {service for service in Service if setting in declared(service)}

    def needs(handler: Any, region: str) -> bool:
        if region == PRIMARY:
            return bool(services & set(handler.uses))
        return answers(handler) and bool(services & set(handler.uses_in_secondary))

    return needs


def sending(queue: Queue) -> Needs:
    """Whether a function sends to the queue; secondary regions only send log entries."""

    def needs(handler: Any, region: str) -> bool:
        if region == PRIMARY:
            return queue in handler.uses
        return queue is Queue.LOG_ENTRIES and answers(handler)

    return needs


def declared(service: Service) -> set[str]:
    """The settings of an outside system, as its declaration has them."""
    secret = service.value.secret
    return {*service.value.settings, *([secret.arn_setting] if secret else [])}


NEEDED: dict[str, Needs] = {
    "VAULT_API_REFERENCE_URL": lambda handler, _region: hasattr(handler, "path"),
    "VAULT_CHOSEN_KEYS_PER_VENUE": lambda handler, _region: hasattr(handler, "path"),
    "VAULT_GRAPH_IAM": always,
    "VAULT_GRAPH_READER": always,
    "VAULT_GRAPH_WRITER": always,
    "VAULT_LOG_GRAPH": always,
    "VAULT_OWN_HOSTS": always,
    "VAULT_OWN_NETWORKS": always,
    "VAULT_PRIMARY_LOG_ENTRIES_QUEUE_URL": carries,
    "VAULT_PRIMARY_REGION": elsewhere,
    "VAULT_PRIMARY_URL": elsewhere,
    "VAULT_REGIONAL_ROLES": lambda handler, region: region == PRIMARY and isinstance(handler, CommandReceiver),
    "VAULT_REPLICA_LAG_SECONDS": lambda handler, _region: hasattr(handler, "path"),
    "VAULT_STAGE": always,
    **{f"VAULT_{queue.name}_QUEUE_URL": sending(queue) for queue in Queue},
    **{name: using(name) for service in Service for name in declared(service)},
}
PATTERNS = {
    "TRAVERSAL_SOURCES[endpoint]": set(TRAVERSAL_SOURCES.values()),
    "VAULT_GRAPH_*": {"VAULT_GRAPH_READER", "VAULT_GRAPH_WRITER"},
    "VAULT_*_QUEUE_URL": {f"VAULT_{queue.name}_QUEUE_URL" for queue in Queue},
    "VAULT_PRIMARY_*_QUEUE_URL": {"VAULT_PRIMARY_LOG_ENTRIES_QUEUE_URL"},
    "system.secret.arn_setting": {service.value.secret.arn_setting for service in Service if service.value.secret},
    "system.secret.text_setting": {service.value.secret.text_setting for service in Service if service.value.secret},
}
"""Names that the code composes."""
WHOLE_STAGE = {"VAULT_READ_ONLY"}
"""Given to every function of a stage with this setting, and to no function of another stage."""


def read(*sources: str) -> set[str]:
    """The names of the settings that the code of the functions reads, or that of some files."""
    chosen = sources or files("shared", "functions")
    calls = (node for file in chosen for node in ast.walk(tree(file)) if isinstance(node, ast.Call))
    asked = [call.args[0] for call in calls if ast.unparse(call.func).rpartition(".")[2] == "setting"]
    return {name for argument in asked for name in names(argument)}


def names(argument: ast.expr) -> set[str]:
    """The possible names in an argument of `setting`: one string, one of two, or one with gaps."""
    if isinstance(argument, ast.IfExp):
        return names(argument.body) | names(argument.orelse)
    if isinstance(argument, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "*" for part in argument.values)
        return PATTERNS["".join(map(str, parts))]
    return {str(argument.value)} if isinstance(argument, ast.Constant) else PATTERNS[ast.unparse(argument)]


def test_every_setting_that_the_code_reads_is_known_here() -> None:
    assert read() == set(NEEDED) | BY_LAMBDA | AT_HOME | WHOLE_STAGE


@pytest.mark.parametrize("service", Service)
def test_the_settings_of_an_outside_system_are_those_that_its_adapter_reads(service: Service) -> None:
    adapter = f"shared/vault/adapters/{service.value.name}.py"

    assert declared(service) <= read(*with_imported_adapters({adapter}))


def with_imported_adapters(adapters: set[str]) -> set[str]:
    """Adapters with all that they rest upon."""
    found = [node for file in adapters for node in ast.walk(tree(file)) if isinstance(node, ast.ImportFrom)]
    modules = {str(node.module) for node in found} | {
        f"{node.module}.{name.name}" for node in found for name in node.names
    }
    known = {file.removeprefix("shared/").removesuffix(".py").replace("/", "."): file for file in files(ADAPTERS)}
    beside = {known[module] for module in modules & known.keys()}
    return adapters if beside <= adapters else with_imported_adapters(adapters | beside)


def test_a_stage_that_is_read_only_says_so_to_every_function() -> None:
    places = [Place(TWO_REGIONS.model_copy(update={"read_only": only}), PRIMARY) for only in (True, False)]
    function = next(iter(find().endpoints.values()))

    response, untold = (
        settings(function.handler, ResourceNames(place, *["-"] * 13, secrets=dict.fromkeys(Service, "-"), primary=None))
        for place in places
    )

    assert response == {**untold, "VAULT_READ_ONLY": "1"}


@pytest.mark.parametrize("stage", load_context()["stages"])
def test_no_stage_calls_its_own_machine(stage: str) -> None:
    catalogue = find()
    handlers = [each.handler for each in (*catalogue.endpoints.values(), *catalogue.by_queue.values())]
    place = Place(parse_stage(load_context(), stage), PRIMARY)
    resources = ResourceNames(place, *["-"] * 13, secrets=dict.fromkeys(Service, "-"), primary=None)

    given = {name for handler in handlers for name in settings(handler, resources)}

    assert "VAULT_ALLOW_LOOPBACK" not in given
    assert "VAULT_OWN_NETWORKS" in given


@pytest.mark.parametrize("region", [PRIMARY, SECONDARY])
def test_each_function_is_given_what_it_needs_and_nothing_else(assembly: Assembly, region: str) -> None:
    given = {name: set(response["Environment"]["Variables"]) for name, response in assembly.functions(region).items()}
    catalogue = find()
    jobs = [*catalogue.by_queue.values(), *(job for _, job in catalogue.scheduled)]

    for function in (*catalogue.endpoints.values(), *jobs):
        wanted = {name for name, needs in NEEDED.items() if needs(function.handler, region)}
        assert given[function.name] == wanted, function.name
