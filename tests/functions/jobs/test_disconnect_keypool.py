"""The job that deletes policies at a large venue from which a keypool was disconnected."""

from typing import Any

import pytest

from functions.jobs import sweep_outbox
from functions.networkoperatorconsole.keypools import configure_keypool
from tests.factories import Persona, Tenant, World, add_unit, add_venue, create_tenant, unique_name
from tests.faults.harness import Killed, inject_faults
from tests.gateway import Context, call
from tests.keypool_deletion import run_disconnection_job
from tests.pending_residents import events_of
from tests.residents import add_accepted_resident, add_pool, keys_of, run_issue_job
from vault.graph.connection import execute
from vault.graph.schema import Edge
from vault.graph.steps import __
from vault.keypool_lifecycle import disconnection
from vault.outbox import relay
from vault.venues.model import Venue


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Wide"))


@pytest.fixture
def house(own_operator: Tenant, monkeypatch: pytest.MonkeyPatch) -> tuple[Venue, list[Persona]]:
    """A venue too large for one write, with three residents."""
    monkeypatch.setattr(disconnection, "POLICIES", 1)
    monkeypatch.setattr(disconnection, "PLACES", 1)
    monkeypatch.setattr(relay, "SWEPT_AFTER_MS", -1_000)
    venue = add_venue(own_operator, unique_name("Wide House"))
    one, two = (add_unit(own_operator, venue, name) for name in ("1", "2"))
    return venue, [add_accepted_resident(own_operator, unit) for unit in (one, one, two)]


def shown_at(tenant: Tenant, venue: Venue) -> str:
    """A pool that is connected to a venue, whose residents have keys of it."""
    pool = add_pool(tenant, VenueID=venue.id)
    run_issue_job(tenant, pool)
    return pool


def configure(tenant: Tenant, pool: str, **fields: Any) -> None:
    response = call(configure_keypool.handler, tenant.token("DomainAdministrator"), {"KeyPoolID": pool, **fields})
    assert response.status == 200, response.body


def policy_count(pool: str) -> int:
    """The number of places where keys of a pool are valid."""
    return int(execute(__.V(pool).out(Edge.HAS_BIN).in_(Edge.IN_BIN).out_e(Edge.AT_UNIT).count())[0])


def test_they_end_and_those_of_other_pools_stay(own_operator: Tenant, house: tuple[Venue, list[Persona]]) -> None:
    venue, people = house
    pool, other = shown_at(own_operator, venue), shown_at(own_operator, venue)
    configure(own_operator, pool, disconnectVenueID=venue.id)

    run_disconnection_job(own_operator, pool, venue.id)

    assert (policy_count(pool), policy_count(other)) == (0, 3)
    assert [events_of(person.token).count("Key ended") for person in people] == [1] * 3


def test_a_run_killed_anywhere_is_completed_by_its_retry(
    own_operator: Tenant, house: tuple[Venue, list[Persona]]
) -> None:
    venue, _ = house
    pool = shown_at(own_operator, venue)
    configure(own_operator, pool, disconnectVenueID=venue.id)
    with inject_faults() as injector:
        run_disconnection_job(own_operator, pool, venue.id)

    for point in range(injector.points_passed):
        configure(own_operator, pool, connectVenueID=venue.id)
        run_issue_job(own_operator, pool)
        configure(own_operator, pool, disconnectVenueID=venue.id)
        with inject_faults(point), pytest.raises(Killed):
            run_disconnection_job(own_operator, pool, venue.id)
        run_disconnection_job(own_operator, pool, venue.id)
        assert policy_count(pool) == 0, f"killed at fault point {point} of {injector.points_passed}"
    sweep_outbox.handler({}, Context())


def test_where_the_pool_is_shown_again_nothing_ends(own_operator: Tenant, house: tuple[Venue, list[Persona]]) -> None:
    venue, people = house
    pool = shown_at(own_operator, venue)
    configure(own_operator, pool, disconnectVenueID=venue.id)
    configure(own_operator, pool, connectVenueID=venue.id)

    run_disconnection_job(own_operator, pool, venue.id)

    assert (policy_count(pool), [len(keys_of(person)[pool]) for person in people]) == (3, [1] * 3)
