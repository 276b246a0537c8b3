"""Setting a venue's contact and its support address."""

import json
from typing import Any

import pytest

from functions.venuemgmtconsole.venues.configure_venue import handler
from tests.factories import World
from tests.gateway import Answer, call
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __

CONTACT = {
    "PrimaryContactGivenName": "<b>John</b>",
    "PrimaryContactFamilyName": "Smith",
    "PrimaryContactEmailAddress": "John.Smith@Hotel.example",
    "PrimaryContactPhoneNumber.E164": "(312) 555-0147",
}


def configure(world: World, role: str = "VenueAdministrator", /, **contact: Any) -> Answer:
    return call(handler, world.mine.token(role), {"VenueID": world.mine.venues[0].id, **contact})


def test_the_contact_is_set_in_the_documented_words(world: World) -> None:
    answer = configure(world, **CONTACT)

    assert answer.body == {
        "message": "PrimaryContactGivenName set to John. PrimaryContactFamilyName set to Smith. "
        "SupportEmailAddress set to john.smith@hotel.example. SupportPhoneNumber.E164 set to +13125550147.",
        "errorProcessing": False,
    }


def test_the_person_is_sealed_and_the_support_address_is_published(world: World) -> None:
    configure(world, **CONTACT)

    vertex = execute(__.V(world.mine.venues[0].id).element_map())[0]
    sealed = json.dumps([vertex[prop] for prop in (Prop.CONTACT_GIVEN_NAME, Prop.CONTACT_EMAIL, Prop.CONTACT_PHONE)])
    assert "John" not in sealed
    assert "john" not in sealed
    assert "312" not in vertex[Prop.CONTACT_PHONE][:6]
    assert (vertex[Prop.SUPPORT_EMAIL], vertex[Prop.SUPPORT_PHONE]) == ("john.smith@hotel.example", "+13125550147")


def test_null_and_empty_texts_change_nothing(world: World) -> None:
    contact = {"PrimaryContactEmailAddress": "", "PrimaryContactPhoneNumber.E164": "", "Country.ISO3166A3": None}

    answer = configure(world, PrimaryContactGivenName=None, **contact)

    assert (answer.status, answer.body["message"]) == (200, "Nothing to update.")


def test_a_long_name_is_cut(world: World) -> None:
    answer = configure(world, PrimaryContactGivenName="J" * 50)

    assert answer.body["message"] == f"PrimaryContactGivenName set to {'J' * 40}."


@pytest.mark.parametrize(("number", "country"), [("+1-555-123-4567", "USA"), ("030 901820", "USA"), ("12", "")])
def test_a_number_that_is_none_is_refused(world: World, number: str, country: str) -> None:
    refused = configure(world, **{"PrimaryContactPhoneNumber.E164": number, "Country.ISO3166A3": country})

    assert (refused.status, refused.code) == (400, "PhoneNumberInvalid")


def test_a_national_number_is_read_by_the_country_that_is_given(world: World) -> None:
    answer = configure(world, **{"PrimaryContactPhoneNumber.E164": "030 901820", "Country.ISO3166A3": "DEU"})

    assert answer.body["message"] == "SupportPhoneNumber.E164 set to +4930901820."
