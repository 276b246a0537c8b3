"""Adding venues."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.networkoperatorconsole.venues.add_venue import handler
from tests.factories import World, unique_name
from tests.gateway import Answer, call

CHICAGO = {
    "AddressLine1": "123 Main Street",
    "City": "Chicago",
    "State": "Illinois",
    "Country": "USA",
    "PostalCode": "60601",
}

DAWSON_CREEK = {"City": "Dawson Creek", "State": "BC", "Country": "CAN", "PostalCode": "V1G 1A1"}


def added(world: World, name: str, **other: str) -> Answer:
    return call(handler, world.mine.token("DomainAdministrator"), {**CHICAGO, "VenueName": name, **other})


def test_a_venue_gets_its_id_address_place_and_time_zone(world: World) -> None:
    name = unique_name("Downtown Business Hotel ")

    made = added(world, name, AddressLine2="Suite <b>1</b>")

    place = f"USA.IL.60601.{name.upper().replace(' ', '')}.CHICAGO"
    assert (made.status, made.body["message"]) == (200, "Venue created successfully")
    assert made.body["VenueID"] == f"{world.mine.operator.id}._V3VENUE_.{place}"
    assert (made.body["Address"]["State"], made.body["Address"]["AddressLine2"]) == ("IL", "Suite 1")
    assert made.body["NetworkConfiguration"]["TimeZone"] == "America/Chicago"


def test_the_alternative_country_field_counts_too(world: World) -> None:
    made = added(world, unique_name("Hotel"), **{"Country.ISO3166A3": "usa", "Country": "anything"})

    assert made.body["Address"]["Country.ISO3166A3"] == "USA"


def test_a_venue_is_added_once_even_if_case_and_spaces_of_the_name_differ(world: World) -> None:
    name = unique_name("Grand Hotel")
    added(world, name)

    again = [added(world, each) for each in (name, name.upper(), name.replace(" ", ""))]

    assert [(each.status, each.code) for each in again] == [(400, "VenueExists")] * 3


@pytest.mark.parametrize("names", [("東京タワー", "东京塔"), ("Αθήνα Πύργος", "Athina Pyrgos"), ("Łódź", "Lodz")])
def test_names_of_any_script_have_ids_of_their_own(world: World, names: tuple[str, str]) -> None:
    number = unique_name(" ")

    new = [added(world, f"{name}{number}") for name in names]

    assert [each.status for each in new] == [200, 200]
    assert len({each.body["VenueID"] for each in new}) == 2


def test_names_that_are_cleaned_to_the_same_id_may_be_added_at_once(world: World) -> None:
    name = unique_name("Hotel")

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda each: added(world, each), (name, f"{name}!", f"{name}?")))

    assert [each.status for each in answers] == [200] * 3
    assert len({each.body["VenueID"] for each in answers}) == 3


def test_the_same_venue_added_at_once_is_one_venue(world: World) -> None:
    name = unique_name("Hotel")

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: added(world, name), range(3)))

    assert sorted(each.status for each in answers) == [200, 400, 400]


def test_an_address_that_is_none_is_refused(world: World) -> None:
    wrong = {
        "CountryInvalid": {"Country": "US"},
        "StateInvalid": {"State": "Ontario"},
        "PostalCodeInvalid": {"PostalCode": "33126"},
        "AddressFieldMissing": {"PostalCode": ""},
    }

    refused = [added(world, unique_name("Hotel"), **each) for each in wrong.values()]

    assert [(each.status, each.code) for each in refused] == [(400, code) for code in wrong]


def test_a_place_that_is_not_known_is_not_put_anywhere_else(world: World) -> None:
    place = {"City": "Nowhere", "State": "BC", "Country": "CAN", "PostalCode": "V1G 1A1"}

    refused, known = added(world, unique_name("Lodge"), **place), added(world, unique_name("Lodge"), **DAWSON_CREEK)

    assert (refused.status, refused.code) == (400, "PlaceUnknown")
    assert "Correct City" in refused.body["message"]
    assert known.body["NetworkConfiguration"]["TimeZone"] == "America/Dawson_Creek"


def test_a_name_without_a_letter_or_digit_makes_no_id(world: World) -> None:
    refused = added(world, "***")

    assert (refused.status, refused.code) == (400, "FieldInvalid")


def test_a_name_of_which_nothing_is_left_is_refused(world: World) -> None:
    refused = [added(world, name) for name in ("", "  ", "<b></b>")]

    assert [(each.status, each.code) for each in refused] == [(400, "FieldInvalid")] * 3


def test_a_name_of_more_than_forty_characters_is_refused(world: World) -> None:
    refused = added(world, "x" * 41)

    assert (refused.status, refused.code) == (400, "TextTooLong")
