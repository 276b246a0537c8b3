"""One region whose reader lags behind its writer: callers always see their own writes."""

import functools
from collections.abc import Iterator

import pytest

from functions.networkoperatorconsole.equipment import add_service_plan, list_service_plans
from functions.networkoperatorconsole.venues import add_venue_units, list_venue_units
from local.processes import free_port
from local.regions.secondary import Secondary
from tests.factories import World, create_tenant, unique_name
from tests.gateway import Answer, call
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import Scene
from vault.adapters import redis
from vault.graph import connection
from vault.operators import service as operators
from vault.operators.model import OperatorNotFound

LAG = 5.0
DARK = f"redis://127.0.0.1:{free_port()}/0"


@pytest.fixture
def behind(world: World, secondary: Secondary, monkeypatch: pytest.MonkeyPatch) -> Iterator[Secondary]:
    """The lagging replica, from which this process now reads."""
    assert world
    secondary.replicator.wait_until_caught_up()
    monkeypatch.setattr(secondary.replicator, "lag", LAG)
    monkeypatch.setenv("VAULT_GRAPH_READER", secondary.environment["VAULT_GRAPH_READER"])
    monkeypatch.setattr(connection, "client", functools.cache(connection.client.__wrapped__))
    yield secondary
    monkeypatch.undo()


def unit_added(world: World) -> Answer:
    """Add a unit at the first venue."""
    body = {"VenueID": world.mine.venues[0].id, "UnitID": unique_name("B")}
    response = call(add_venue_units.handler, world.mine.token("DomainAdministrator"), body)
    assert response.status == 200, response.body
    return response


def sees(world: World, role: str, unit: str) -> bool:
    """Whether the role finds a unit among those of the first venue."""
    response = call(list_venue_units.handler, world.mine.token(role), {"VenueID": world.mine.venues[0].id})
    assert response.status == 200, response.body
    return unit in str(response.body)


def test_whoever_has_written_reads_it_at_once_and_others_after_the_lag(
    world: World, behind: Secondary, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = unit_added(world).body["UnitID_internal"]

    mine, theirs = sees(world, "DomainAdministrator", unit), sees(world, "AccountManager", unit)
    monkeypatch.setattr(behind.replicator, "lag", 0.1)
    behind.replicator.wait_until_caught_up()

    assert (mine, theirs, sees(world, "AccountManager", unit)) == (True, False, True)


@pytest.mark.usefixtures("behind")
def test_what_a_handler_looks_up_by_itself_is_as_new(world: World) -> None:
    path = "/networkoperatorconsole/equipment/addServicePlan"
    body, token = BODIES[path](Scene(world.mine, 0)), world.mine.token("DomainAdministrator")

    added = call(add_service_plan.handler, token, body)
    response = call(list_service_plans.handler, token, {})

    assert (added.status, response.status) == (200, 200), (added.body, response.body)
    assert added.body["ServicePlanID"] in str(response.body)


@pytest.mark.usefixtures("behind")
def test_an_operator_that_has_just_begun_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    made = create_tenant(unique_name("Begun"))
    monkeypatch.setattr(operators, "_cache", {})

    known = operators.get_operator("origin", made.origin)

    assert known.id == made.operator.id
    with pytest.raises(OperatorNotFound):
        operators.get_operator("origin", "https://nobody.example")


@pytest.mark.usefixtures("behind")
def test_without_redis_the_writer_answers_and_a_write_says_that_reads_may_lag(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULT_REDIS_URL", DARK)
    monkeypatch.setattr(redis, "client", functools.cache(redis.client.__wrapped__))

    response = unit_added(world)

    assert response.headers["X-Replica-Lag-Seconds"] == "10"
    assert sees(world, "AccountManager", response.body["UnitID_internal"])
