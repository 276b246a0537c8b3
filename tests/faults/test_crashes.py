"""Every endpoint that writes, killed at each of its fault points, is completed by its retry."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from functions.jobs import sweep_outbox
from tests.architecture.source import endpoints
from tests.factories import Persona, Tenant, World, create_tenant, unique_name
from tests.faults.harness import FaultInjector, Killed, graph_counts, graph_diff, inject_faults
from tests.gateway import Answer, Context, event, send
from tests.leavings import empty_queues, graphs_restored
from tests.permissions import expected_access
from tests.radius_client import headers_of
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import Scene, add_resident_of
from vault.graph.schema import Edge, Label
from vault.kernel.permissions import Role
from vault.outbox import relay

Call = Callable[[], Answer]
PROOF_IS_SPENT = {
    "/subscriberconsole/acceptTandC",
    "/subscriberconsole/confirmResetConsolePassword",
    "/subscriberconsole/logout",
}
"""The commit uses up the caller's proof: a later retry is refused, and nothing is left to do."""

BINS = {f"vertex {Label.BIN}", f"edge {Edge.HAS_BIN}", f"edge {Edge.OPEN_BIN}"}


@pytest.fixture
def own_operator(world: World) -> Iterator[Tenant]:
    """An operator of the test's own, of which nothing is left after it."""
    assert world
    with graphs_restored():
        yield create_tenant(unique_name("Mortal"), Role.DOMAIN_ADMINISTRATOR, Role.ACCOUNT_MANAGER)
        empty_queues()


@pytest.fixture(autouse=True)
def _swept_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the sweeper publish outbox records of any age."""
    monkeypatch.setattr(relay, "SWEPT_AFTER_MS", -1_000)
    sweep_outbox.handler({}, Context())
    yield
    sweep_outbox.handler({}, Context())


def writes() -> list[str]:
    """The endpoints that are commands."""
    return sorted(path for path, endpoint in endpoints().items() if endpoint.command)


@pytest.mark.parametrize("path", writes())
def test_a_call_killed_anywhere_is_completed_by_its_retry(own_operator: Tenant, path: str) -> None:
    clean_run(own_operator, path)
    points, clean = clean_run(own_operator, path)

    for point in range(points):
        left = killed_run(own_operator, path, point)
        assert settled(path, left) == settled(path, clean), f"killed at fault point {point} of {points}"


def prepared(own_operator: Tenant, path: str) -> Call:
    """A valid call about things of its own, with the same idempotency key each time."""
    me = caller_of(own_operator, path)
    body = BODIES[path](Scene(own_operator, 0, me if expected_access(path, "DomainAdministrator") == "s" else None))
    signed = {"AccessToken": me.access_token} | body
    sent = event(
        signed, origin=own_operator.origin, idempotency_key=unique_name("key"), **headers_of(path, own_operator)
    )
    return lambda: send(endpoints()[path], sent)


def caller_of(own_operator: Tenant, path: str) -> Persona:
    """The administrator, or a person about their own record."""
    own = expected_access(path, "DomainAdministrator") == "s"
    return add_resident_of(own_operator, own_operator.units[0]) if own else own_operator.people["DomainAdministrator"]


def clean_run(own_operator: Tenant, path: str) -> tuple[int, Counter[str]]:
    """The number of fault points of an undisturbed call, and its changes."""
    attempt = prepared(own_operator, path)
    before = graph_counts()
    with inject_faults() as injector:
        answered = attempt()
    assert answered.status == 200, answered.body
    sweep_outbox.handler({}, Context())
    return injector.points_passed, graph_diff(before)


def killed_run(own_operator: Tenant, path: str, point: int) -> Counter[str]:
    """The changes of a call that was killed at a point, retried, and swept afterwards."""
    attempt = prepared(own_operator, path)
    before = graph_counts()
    injector = killed(attempt, point)
    answered = attempt()
    assert answered.status == 200 or (path in PROOF_IS_SPENT and answered.status in {400, 401}), (
        f"{answered.body}, killed {injector.places[-1:]}"
    )
    sweep_outbox.handler({}, Context())
    return graph_diff(before)


def killed(attempt: Call, point: int) -> FaultInjector:
    """A call that is killed at a fault point, unless it passes fewer of them this time."""
    with inject_faults(point) as injector:
        try:
            attempt()
        except Killed:
            return injector
    assert injector.points_passed <= point, "nothing outlives the reaper"
    return injector


def settled(path: str, left: Counter[str]) -> dict[str, Any]:
    """The changes that must be the same after a crash: not the randomly chosen bins, nor attempts with a used proof."""
    passed_over = BINS | {name for name in left if path in PROOF_IS_SPENT and name.startswith("log")}
    return {name: number for name, number in left.items() if name not in passed_over}
