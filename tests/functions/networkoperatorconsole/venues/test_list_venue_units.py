"""Listing the units of a venue."""

from functions.networkoperatorconsole.venues.add_venue_units import handler as add_unit
from functions.networkoperatorconsole.venues.list_venue_units import handler
from tests.factories import World, add_venue, unique_name
from tests.gateway import call


def test_every_unit_is_listed_with_address_purpose_and_vlan(world: World) -> None:
    token, venue = world.mine.token("CustomerSupport"), add_venue(world.mine, unique_name("Tower"))
    for unit in ("1", "2"):
        body = {"VenueID": venue.id, "UnitID": unit, "UnitFloor": "3", "purpose": "localwirelessonly"}
        call(add_unit, world.mine.token("DomainAdministrator"), body)

    listed = call(handler, token, {"VenueID": venue.id}).body

    assert (listed["VenueUnitCount"], [unit["UnitID"] for unit in listed["VenueUnits"]]) == (2, ["1", "2"])
    assert listed["VenueUnits"][0] == {
        "UnitID_internal": f"{venue.id}.1.DEFAULT.3",
        "UnitID": "1",
        "externalVenueUnitID": "",
        "AddressLine1": "123 Main Street",
        "AddressLine2": "",
        "City": "Chicago",
        "State": "IL",
        "PostalCode": "60601",
        "Country.ISO3166A3": "USA",
        "UnitBuilding": "DEFAULT",
        "UnitFloor": "3",
        "purpose": "localwirelessonly",
        "vlan": 1050,
        "SMSCode": "",
    }


def test_pages_together_are_the_whole(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, unique_name("Tower"))
    for unit in range(3):
        call(add_unit, token, {"VenueID": venue.id, "UnitID": str(unit)})

    first = call(handler, token, {"VenueID": venue.id, "Pagination": {"Limit": 2}}).body
    cursor = first["pagination"]["NextCursor"]
    second = call(handler, token, {"VenueID": venue.id, "Pagination": {"Limit": 2, "Cursor": cursor}}).body

    assert [unit["UnitID"] for unit in first["VenueUnits"] + second["VenueUnits"]] == ["0", "1", "2"]
    assert (first["VenueUnitCount"], "NextCursor" in second["pagination"]) == (3, False)


def test_another_operators_venue_is_not_there(world: World) -> None:
    token = world.mine.token("DomainAdministrator")

    refused = call(handler, token, {"VenueID": world.other.venues[0].id})

    assert (refused.status, refused.code) == (404, "VenueNotFound")
