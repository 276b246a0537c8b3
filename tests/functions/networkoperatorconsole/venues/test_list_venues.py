"""Listing venues on the operator's console."""

import pytest

from functions.networkoperatorconsole.venues.list_venues import handler
from tests.factories import World, create_tenant, unique_name
from tests.gateway import call
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties


def test_the_portfolio_is_keyed_by_id_whatever_venue_is_named(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), world.mine.venues[0]

    body = call(handler, token, {"VenueID": venue.id}).body

    assert (body["message"], body["VenueCount"]) == ("Venue portfolio retrieved successfully", len(body["VenueList"]))
    assert body["VenueList"][venue.id]["VenueName"] == venue.name
    assert body["VenueList"][venue.id]["AddressLine1"] == "123 Main Street"


def test_venue_administrators_get_their_own_venues(world: World) -> None:
    body = call(handler, world.mine.token("VenueAdministrator"), {"VenueID": world.mine.venues[1].id}).body

    assert list(body["VenueList"]) == [world.mine.venues[0].id]


@pytest.mark.usefixtures("world")
def test_the_public_gets_an_array_of_venues_with_a_shopping_cart() -> None:
    made = create_tenant(unique_name("Shop"))
    execute(with_properties(__.V(made.venues[0].id), **{Prop.SHOPPING_CART: True}))

    body = call(handler, "", {"AccessToken": "", "VenueID": ""}, origin=made.origin).body

    assert [venue["VenueID"] for venue in body["VenueList"]] == [made.venues[0].id]


@pytest.mark.usefixtures("world")
def test_pages_together_are_the_whole() -> None:
    made = create_tenant(unique_name("Page"))
    token = made.token("DomainAdministrator")

    first = call(handler, token, {"Pagination": {"Limit": 1}}).body
    rest = call(handler, token, {"Pagination": {"Limit": 1, "Cursor": first["pagination"]["NextCursor"]}}).body

    assert {*first["VenueList"], *rest["VenueList"]} == {venue.id for venue in made.venues}
    assert first["VenueCount"] == 2
