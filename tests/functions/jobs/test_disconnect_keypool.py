"""Policies at a large venue from which a keypool was disconnected."""

from typing import Any

import pytest

from functions.networkoperatorconsole.keypools import configure_keypool
from tests.departing import finish_disconnecting
from tests.faults.harness import Killed, haunted
from tests.gateway import call
from tests.newcomers import events_of
from tests.residents import add_pool, issue, keys_of, settled
from tests.world import Persona, Tenant, World, add_unit, add_venue, fresh, tenant
from vault.audit import carrier
from vault.graph.connection import answer
from vault.graph.schema import Edge
from vault.graph.steps import __
from vault.keys import disconnection
from vault.venues.model import Venue


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own."""
    assert world
    return tenant(fresh("Wide"))


@pytest.fixture
def house(estate: Tenant, monkeypatch: pytest.MonkeyPatch) -> tuple[Venue, list[Persona]]:
    """A venue too large for one write, with three residents."""
    monkeypatch.setattr(disconnection, "POLICIES", 1)
    monkeypatch.setattr(disconnection, "PLACES", 1)
    monkeypatch.setattr(carrier, "SWEPT_AFTER_MS", -1_000)
    venue = add_venue(estate, fresh("Wide House"))
    one, two = (add_unit(estate, venue, name) for name in ("1", "2"))
    return venue, [settled(estate, unit) for unit in (one, one, two)]


def shown_at(made: Tenant, venue: Venue) -> str:
    """A pool that is shown at a venue, and of which its residents have keys."""
    pool = add_pool(made, VenueID=venue.id)
    issue(made, pool)
    return pool


def configure(made: Tenant, pool: str, **fields: Any) -> None:
    told = call(configure_keypool.handler, made.token("DomainAdministrator"), {"KeyPoolID": pool, **fields})
    assert told.status == 200, told.body


def policy_count(pool: str) -> int:
    """At how many places the keys of a pool hold."""
    return int(answer(__.V(pool).out(Edge.HAS_BIN).in_(Edge.IN_BIN).out_e(Edge.AT_UNIT).count())[0])


def test_they_end_and_those_of_other_pools_stay(estate: Tenant, house: tuple[Venue, list[Persona]]) -> None:
    venue, people = house
    pool, other = shown_at(estate, venue), shown_at(estate, venue)
    configure(estate, pool, disconnectVenueID=venue.id)

    finish_disconnecting(estate, pool, venue.id)

    assert (policy_count(pool), policy_count(other)) == (0, 3)
    assert [events_of(person.token).count("Key ended") for person in people] == [1] * 3


def test_a_run_killed_anywhere_is_completed_by_its_retry(estate: Tenant, house: tuple[Venue, list[Persona]]) -> None:
    venue, _ = house
    pool = shown_at(estate, venue)
    configure(estate, pool, disconnectVenueID=venue.id)
    with haunted() as reaper:
        finish_disconnecting(estate, pool, venue.id)

    for point in range(reaper.passed):
        configure(estate, pool, connectVenueID=venue.id)
        issue(estate, pool)
        configure(estate, pool, disconnectVenueID=venue.id)
        with haunted(point), pytest.raises(Killed):
            finish_disconnecting(estate, pool, venue.id)
        finish_disconnecting(estate, pool, venue.id)
        assert policy_count(pool) == 0, f"killed at fault point {point} of {reaper.passed}"
    carrier.sweep()


def test_where_the_pool_is_shown_again_nothing_ends(estate: Tenant, house: tuple[Venue, list[Persona]]) -> None:
    venue, people = house
    pool = shown_at(estate, venue)
    configure(estate, pool, disconnectVenueID=venue.id)
    configure(estate, pool, connectVenueID=venue.id)

    finish_disconnecting(estate, pool, venue.id)

    assert (policy_count(pool), [len(keys_of(person)[pool]) for person in people]) == (3, [1] * 3)
