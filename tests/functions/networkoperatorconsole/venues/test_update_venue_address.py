"""Changing a venue's name, address and external id."""

from functions.networkoperatorconsole.venues.add_venue import handler as add
from functions.networkoperatorconsole.venues.add_venue_units import handler as add_unit
from functions.networkoperatorconsole.venues.list_venue_units import handler as list_units
from functions.networkoperatorconsole.venues.update_venue_address import handler
from tests.factories import World, add_venue, unique_name
from tests.gateway import Answer, call
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __
from vault.venues.model import Venue


def updated(world: World, venue: Venue, **changes: str) -> Answer:
    return call(handler, world.mine.token("DomainAdministrator"), {"VenueID": venue.id, **changes})


def kept(venue: Venue, *names: str) -> list[object]:
    vertex = execute(__.V(venue.id).element_map())[0]
    return [vertex.get(name) for name in names]


def test_the_answer_says_what_was_updated_in_the_documented_words_and_order(world: World) -> None:
    venue, street = add_venue(world.mine, unique_name("Tower")), f"{unique_name('9')} Oak Street"

    done = updated(world, venue, PostalCode="62701", City="Springfield", AddressLine1=street, VenueName="Oak House")

    assert done.body == {
        "message": f"Updated VenueName = Oak House. Updated AddressLine1 = {street}. "
        "Updated City = Springfield. Updated PostalCode = 62701.",
        "errorProcessing": False,
        "statusCode": 200,
    }


def test_place_and_time_zone_are_derived_anew(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    before = kept(venue, Prop.LATITUDE)

    updated(world, venue, City="Springfield", PostalCode="62701")

    assert kept(venue, Prop.LATITUDE) != before
    assert kept(venue, Prop.CITY, Prop.STATE, Prop.TIME_ZONE) == ["Springfield", "IL", "America/Chicago"]


def test_a_place_that_is_not_known_changes_nothing(world: World) -> None:
    token, place = world.mine.token("DomainAdministrator"), {"State": "BC", "Country": "CAN", "PostalCode": "V1G 1A1"}
    body = {"VenueName": unique_name("Lodge"), "AddressLine1": "1 Main St", "City": "Dawson Creek", **place}
    venue_id = call(add, token, body).body["VenueID"]

    refused = call(handler, token, {"VenueID": venue_id, "City": "Nowhere"})

    assert (refused.status, refused.code) == (400, "PlaceUnknown")
    assert execute(__.V(venue_id).values(Prop.CITY, Prop.TIME_ZONE)) == ["Dawson Creek", "America/Dawson_Creek"]


def test_units_follow_that_have_the_venues_address_and_others_stay(world: World) -> None:
    token, venue, street = (
        world.mine.token("DomainAdministrator"),
        add_venue(world.mine, unique_name("Tower")),
        unique_name("1 Elm "),
    )
    call(add_unit, token, {"VenueID": venue.id, "UnitID": "1", "AddressLine2": "Apt 1"})
    call(add_unit, token, {"VenueID": venue.id, "UnitID": "2", "AddressLine1": "7 Own Road"})

    updated(world, venue, AddressLine1=street, PostalCode="60602")

    first, second = call(list_units, token, {"VenueID": venue.id}).body["VenueUnits"]
    assert (first["AddressLine1"], first["AddressLine2"], first["PostalCode"]) == (street, "Apt 1", "60602")
    assert (second["AddressLine1"], second["PostalCode"]) == ("7 Own Road", "60601")


def test_a_space_removes_the_second_line_and_the_external_id(world: World) -> None:
    venue, external = add_venue(world.mine, unique_name("Tower")), unique_name("EXT")
    updated(world, venue, AddressLine1=unique_name("5 Pine "), AddressLine2="Suite 100", externalVenueID=external)

    gone = updated(world, venue, AddressLine2=" ", externalVenueID=" ")

    assert gone.body["message"] == "Removed AddressLine2. Removed externalVenueID."
    assert kept(venue, Prop.ADDRESS_LINE_2, Prop.EXTERNAL_VENUE_ID) == ["", None]
    assert updated(world, add_venue(world.mine, unique_name("Tower")), externalVenueID=external).status == 200


def test_an_external_id_names_one_venue_and_finds_it(world: World) -> None:
    token, external = world.mine.token("DomainAdministrator"), unique_name("EXT")
    first, second = (add_venue(world.mine, unique_name("Tower")) for _ in range(2))
    updated(world, first, externalVenueID=external)

    refused = updated(world, second, externalVenueID=external)

    assert (refused.status, refused.code) == (400, "ExternalVenueIdTaken")
    assert updated(world, first, externalVenueID=external).status == 200
    assert call(list_units, token, {"externalVenueID": external}).body["VenueUnitCount"] == 0


def test_two_venues_do_not_move_to_one_address(world: World) -> None:
    street = f"{unique_name('3')} Birch Street"
    first, second = (add_venue(world.mine, unique_name("Tower")) for _ in range(2))
    updated(world, first, AddressLine1=street)

    refused = updated(world, second, AddressLine1=street.upper())

    assert (refused.status, refused.code) == (400, "VenueAddressTaken")


def test_a_postal_code_of_another_state_is_refused(world: World) -> None:
    refused = updated(world, add_venue(world.mine, unique_name("Tower")), PostalCode="33126")

    assert (refused.status, refused.code) == (400, "PostalCodeInvalid")


def test_nothing_to_change_is_no_write(world: World) -> None:
    answered = updated(world, world.mine.venues[0], City="")

    assert (answered.status, answered.body["message"]) == (200, "Nothing to update.")


def test_another_operators_venue_is_not_there(world: World) -> None:
    refused = updated(world, world.other.venues[0], City="Springfield")

    assert (refused.status, refused.code) == (404, "VenueNotFound")
