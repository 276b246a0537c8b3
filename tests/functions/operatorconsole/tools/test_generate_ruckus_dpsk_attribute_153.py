"""Generating DPSKs for Ruckus controllers."""

import datetime as dt
import json

import pytest

from functions.operatorconsole.tools.generate_ruckus_dpsk_attribute_153 import handler
from tests.factories import World, unique_name
from tests.gateway import Answer, call
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.kernel.generated_secrets import PASSPHRASE_PATTERN
from vault.kernel.time import from_wire, now
from vault.wifi.pmk import derive_pmk

SSID, PASSPHRASE = "Resident_Secure", "MySecurePass2024"


def asked(world: World, **body: object) -> Answer:
    """Call as the administrator, about the first venue."""
    full = {"SSID": SSID, "VenueID": world.mine.venues[0].id, **body}
    return call(handler, world.mine.token("DomainAdministrator"), full)


def test_a_passphrase_is_the_attribute_and_its_key_is_shown(world: World) -> None:
    response = asked(world, Passphrase=PASSPHRASE)

    assert response.body == {
        "message": "Ruckus DPSK Attribute 153 generated successfully",
        "errorProcessing": False,
        "Attribute153": PASSPHRASE,
        "DPSKPassphrase": PASSPHRASE,
        "PMK": derive_pmk(PASSPHRASE, SSID).hex(),
        "SSID": SSID,
        "VenueID": world.mine.venues[0].id,
    }


def test_without_either_a_passphrase_is_made(world: World) -> None:
    response = [asked(world).body for _ in range(2)]

    assert PASSPHRASE_PATTERN.fullmatch(response[0]["DPSKPassphrase"])
    assert response[0]["Attribute153"] == response[0]["DPSKPassphrase"] != response[1]["DPSKPassphrase"]
    assert response[0]["PMK"] == derive_pmk(response[0]["DPSKPassphrase"], SSID).hex()


def test_a_pmk_alone_is_the_attribute_in_small_hex(world: World) -> None:
    response = asked(world, PMK="0A" * 32).body

    assert (response["Attribute153"], response["PMK"]) == ("0a" * 32, "0a" * 32)
    assert "DPSKPassphrase" not in response


def test_both_are_taken_where_they_belong_together(world: World) -> None:
    response = asked(world, Passphrase=PASSPHRASE, PMK=derive_pmk(PASSPHRASE, SSID).hex().upper()).body

    assert (response["Attribute153"], response["PMK"]) == (PASSPHRASE, derive_pmk(PASSPHRASE, SSID).hex())


@pytest.mark.parametrize("other", ["92d95bbacec86e5926884d8b0c9d8c9e4009706644f58e63b18fd419c6e3c6cb", "00" * 32])
def test_a_pmk_that_is_not_of_the_passphrase_is_refused(world: World, other: str) -> None:
    response = asked(world, Passphrase=PASSPHRASE, PMK=other)

    assert (response.status, response.code) == (400, "PmkMismatch")
    assert response.body["message"].startswith("The PMK does not belong to this passphrase and SSID.")


def test_it_ends_after_whole_days(world: World) -> None:
    before = now()

    response = asked(world, ExpirationDays=90).body

    assert before <= from_wire(response["ExpirationDate"]) - dt.timedelta(days=90) <= now()


def test_no_days_are_for_ever(world: World) -> None:
    assert "ExpirationDate" not in asked(world, ExpirationDays=0).body


@pytest.mark.parametrize("days", [-1, 366, 1.5, "90"])
def test_days_are_a_number_from_0_to_365(world: World, days: object) -> None:
    response = asked(world, ExpirationDays=days)

    assert (response.status, response.code, response.body["message"]) == (
        400,
        "FieldInvalid",
        "ExpirationDays is not valid.",
    )


@pytest.mark.parametrize("passphrase", ["seven77", "x" * 64, "contraseña"])
def test_what_cannot_be_typed_is_no_passphrase(world: World, passphrase: str) -> None:
    response = asked(world, Passphrase=passphrase)

    assert (response.status, response.code) == (400, "TypedPassphraseInvalid")


@pytest.mark.parametrize("key", ["0a" * 31, "0a" * 33, "0g" * 32, ""])
def test_a_pmk_has_64_hex_digits(world: World, key: str) -> None:
    response = asked(world, PMK=key)

    assert (response.status, response.code) == (400, "FieldInvalid")


def test_an_ssid_of_33_bytes_is_refused(world: World) -> None:
    assert (asked(world, SSID="x" * 33).status, asked(world, SSID="x" * 33).code) == (400, "SsidInvalid")


@pytest.mark.parametrize("place", ["nowhere", "foreign"])
def test_a_venue_is_the_operators_own(world: World, place: str) -> None:
    response = asked(world, VenueID=world.other.venues[0].id if place == "foreign" else place)

    assert (response.status, response.code) == (404, "VenueNotFound")


def test_it_is_in_the_venues_log_without_any_key(world: World) -> None:
    ssid = unique_name("Dpsk")

    response = asked(world, SSID=ssid, ExpirationDays=7).body

    entries = execute(__.V().has(Label.LOG_ENTRY, Prop.EVENT, "DPSK generated").element_map(), "LOG")
    [entry] = [entry for entry in entries if ssid in entry[Prop.DETAIL]]
    assert json.loads(entry[Prop.DETAIL]) == {"ssid": ssid, "days": 7}
    assert entry[Prop.VENUE] == world.mine.venues[0].id
    assert not any(response[name] in str(entry) for name in ("PMK", "DPSKPassphrase"))
