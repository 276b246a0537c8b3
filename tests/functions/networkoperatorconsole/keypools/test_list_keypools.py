"""Listing keypools."""

import pytest

from functions.networkoperatorconsole.keypools.list_keypools import handler
from tests.factories import Tenant, World, add_unit, add_venue, create_tenant, unique_name
from tests.gateway import call
from tests.residents import add_pool, move_in


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Listed"))


def test_each_keypool_tells_its_venues_keys_and_subscribers(own_operator: Tenant) -> None:
    unit = add_unit(own_operator, own_operator.venues[0], unique_name("L"))
    everywhere, here = add_pool(own_operator), add_pool(own_operator, VenueID=own_operator.venues[0].id)
    move_in(own_operator, unit, "one@homes.example")
    move_in(own_operator, unit, "one@homes.example", NewKey="An-old-key-1")

    listed = call(handler, own_operator.token("CustomerSupport"), {"VenueID": "any"}).body["myKeyPoolList"]

    assert [(listed[pool]["PSKCount"], listed[pool]["SubscriberCount"]) for pool in (everywhere, here)] == [(2, 1)] * 2
    assert [venue["VenueID"] for venue in listed[here]["ConnectedVenueList"]] == [own_operator.venues[0].id]
    assert listed[everywhere]["ConnectedVenueList"] == []
    assert listed[here].items() >= {"Scope": "local", "AuthenticationMechanism": "WPA2", "DisplayOrder": 100}.items()


def test_a_page_tells_where_the_next_begins(own_operator: Tenant) -> None:
    for _ in range(3):
        add_pool(own_operator, VenueID=add_venue(own_operator, unique_name("Page")).id)
    token, body = own_operator.token("AccountManager"), {"VenueID": "any"}

    first = call(handler, token, {**body, "Pagination": {"Limit": 2}}).body
    cursor = first["pagination"]["NextCursor"]
    rest = call(handler, token, {**body, "Pagination": {"Limit": 1000, "Cursor": cursor}}).body

    assert len(first["myKeyPoolList"]) == 2
    assert len(first["myKeyPoolList"] | rest["myKeyPoolList"]) == first["myKeyPoolCount"]


def test_another_operators_keypools_are_not_listed(world: World, own_operator: Tenant) -> None:
    pool = add_pool(own_operator)

    listed = call(handler, world.mine.token("DomainAdministrator"), {"VenueID": own_operator.venues[0].id}).body

    assert pool not in listed["myKeyPoolList"]
