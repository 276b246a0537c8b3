"""Listing the buildings of a venue."""

from functions.networkoperatorconsole.venues.add_venue_units import handler as add_unit
from functions.venuemgmtconsole.venues.list_venue_buildings import handler
from tests.factories import World, add_venue, unique_name
from tests.gateway import call


def test_each_building_is_listed_once_sorted_without_case(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, unique_name("Tower"))
    for unit, building in enumerate(("west", "East", "west", "")):
        body = {"VenueID": venue.id, "UnitID": str(unit), "UnitBuilding": building}
        assert call(add_unit, token, body).status == 200

    answer = call(handler, token, {"VenueID": venue.id})

    assert answer.body == {"UnitBuildings": ["DEFAULT", "East", "west"], "message": "", "errorProcessing": False}


def test_a_venue_without_units_has_none(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))

    answer = call(handler, world.mine.token("DomainAdministrator"), {"VenueID": venue.id})

    assert answer.body["UnitBuildings"] == []
