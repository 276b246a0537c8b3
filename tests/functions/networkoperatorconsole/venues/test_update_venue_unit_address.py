"""Changing the address, the names and the place of a unit."""

from typing import Any

import pytest

from functions.networkoperatorconsole.venues import configure_venue_unit, update_venue_unit_address
from functions.networkoperatorconsole.venues.update_venue_unit_address import handler
from tests.factories import World, add_unit, add_venue, unique_name
from tests.gateway import call
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __
from vault.venues.model import Venue


def stored(unit: str, *props: str) -> list[object]:
    vertex = execute(__.V(unit).element_map())[0]
    return [vertex.get(prop) for prop in props]


@pytest.fixture
def venue(world: World) -> Venue:
    return add_venue(world.mine, unique_name("Tower"))


@pytest.fixture
def unit(world: World, venue: Venue) -> str:
    return add_unit(world.mine, venue, "101")


def test_an_address_is_updated_as_a_whole_with_its_names_and_its_place(world: World, unit: str) -> None:
    body = {
        "UnitID_internal": unit,
        "AddressInformation": {
            "AddressLine1": "9 Oak St",
            "City": "San Francisco",
            "State": "CA",
            "PostalCode": "94105",
            "Country": "United States",
        },
        "LocationDetails": {"UnitFloor": "9", "UnitID": "Penthouse"},
        "GeographicInformation": {"Latitude": 37.78, "Longitude": -122.4},
    }

    answer = call(handler, world.mine.token("DomainAdministrator"), body)

    assert (answer.status, answer.body["message"]) == (200, "Unit address updated successfully")
    assert (
        answer.body["AddressConfiguration"]
        | {"AddressLine1": "9 Oak St", "Country.ISO3166A3": "USA", "State": "CA", "UnitID": "Penthouse"}
        == (answer.body["AddressConfiguration"])
    )
    assert answer.body["GeographicData"] == {"Latitude": 37.78, "Longitude": -122.4}
    assert stored(unit, Prop.CITY, Prop.LATITUDE, Prop.FLOOR) == ["San Francisco", 37.78, "9"]


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ({"AddressInformation": {"PostalCode": "94105"}}, "PostalCodeInvalid"),
        ({"AddressInformation": {"PostalCode": "1" * 11}}, "AddressFieldTooLong"),
        ({"AddressInformation": {"Country": "Atlantis"}}, "CountryInvalid"),
        ({"AddressInformation": {"State": "Ontario"}}, "StateInvalid"),
        ({"LocationDetails": {"UnitID": "!!"}}, "UnitIdMissing"),
        ({"LocationDetails": {"UnitID": "202"}}, "UnitNameTaken"),
        ({"GeographicInformation": {"Latitude": 91.0}}, "FieldInvalid"),
    ],
)
def test_a_wrong_address_changes_nothing(
    world: World, venue: Venue, unit: str, part: dict[str, Any], code: str
) -> None:
    add_unit(world.mine, venue, "202")
    body = {"UnitID_internal": unit, "GeographicInformation": {"Longitude": 1.0}, **part}

    refused = call(handler, world.mine.token("DomainAdministrator"), body)
    nothing = call(handler, world.mine.token("DomainAdministrator"), {"UnitID_internal": unit})

    assert (refused.status, refused.code) == (400, code)
    assert stored(unit, Prop.LONGITUDE) == [None]
    assert nothing.body["message"] == "Nothing to update."


@pytest.mark.parametrize("endpoint", [configure_venue_unit, update_venue_unit_address])
def test_an_address_that_lacks_what_its_country_has_is_refused(world: World, unit: str, endpoint: Any) -> None:
    execute(__.V(unit).properties(Prop.POSTAL_CODE).drop())
    address = {"AddressLine1": "9 Oak St"}
    body = {"UnitID_internal": unit, **address, "AddressInformation": address}

    answer = call(endpoint.handler, world.mine.token("DomainAdministrator"), body)

    assert (answer.status, answer.code) == (400, "AddressFieldMissing")
