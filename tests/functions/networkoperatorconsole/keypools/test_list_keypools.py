"""Listing keypools."""

import pytest

from functions.networkoperatorconsole.keypools.list_keypools import handler
from tests.gateway import call
from tests.residents import add_pool, move_in
from tests.world import Tenant, World, add_unit, add_venue, fresh, tenant


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own."""
    assert world
    return tenant(fresh("Listed"))


def test_each_keypool_tells_its_venues_keys_and_subscribers(estate: Tenant) -> None:
    unit = add_unit(estate, estate.venues[0], fresh("L"))
    everywhere, here = add_pool(estate), add_pool(estate, VenueID=estate.venues[0].id)
    move_in(estate, unit, "one@homes.example")
    move_in(estate, unit, "one@homes.example", NewKey="An-old-key-1")

    listed = call(handler, estate.token("CustomerSupport"), {"VenueID": "any"}).body["myKeyPoolList"]

    assert [(listed[pool]["PSKCount"], listed[pool]["SubscriberCount"]) for pool in (everywhere, here)] == [(2, 1)] * 2
    assert [venue["VenueID"] for venue in listed[here]["ConnectedVenueList"]] == [estate.venues[0].id]
    assert listed[everywhere]["ConnectedVenueList"] == []
    assert listed[here].items() >= {"Scope": "local", "AuthenticationMechanism": "WPA2", "DisplayOrder": 100}.items()


def test_a_page_tells_where_the_next_begins(estate: Tenant) -> None:
    for _ in range(3):
        add_pool(estate, VenueID=add_venue(estate, fresh("Page")).id)
    token, body = estate.token("AccountManager"), {"VenueID": "any"}

    first = call(handler, token, {**body, "Pagination": {"Limit": 2}}).body
    cursor = first["pagination"]["NextCursor"]
    rest = call(handler, token, {**body, "Pagination": {"Limit": 1000, "Cursor": cursor}}).body

    assert len(first["myKeyPoolList"]) == 2
    assert len(first["myKeyPoolList"] | rest["myKeyPoolList"]) == first["myKeyPoolCount"]


def test_another_operators_keypools_are_not_listed(world: World, estate: Tenant) -> None:
    pool = add_pool(estate)

    listed = call(handler, world.mine.token("DomainAdministrator"), {"VenueID": estate.venues[0].id}).body

    assert pool not in listed["myKeyPoolList"]
