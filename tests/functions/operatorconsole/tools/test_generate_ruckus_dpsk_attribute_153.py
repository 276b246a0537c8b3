"""Making dynamic keys for Ruckus controllers."""

import datetime as dt
import json

import pytest

from functions.operatorconsole.tools.generate_ruckus_dpsk_attribute_153 import handler
from tests.gateway import Answer, call
from tests.world import World, fresh
from vault.graph.connection import answer
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.kernel.time import from_wire, now
from vault.kernel.tokens import KEY_TEXT
from vault.wifi.pmk import pmk

SSID, PASSPHRASE = "Resident_Secure", "MySecurePass2024"


def asked(world: World, **body: object) -> Answer:
    """A call of the administrator, about the first venue."""
    full = {"SSID": SSID, "VenueID": world.mine.venues[0].id, **body}
    return call(handler, world.mine.token("DomainAdministrator"), full)


def test_a_passphrase_is_the_attribute_and_its_key_is_shown(world: World) -> None:
    told = asked(world, Passphrase=PASSPHRASE)

    assert told.body == {
        "message": "Ruckus DPSK Attribute 153 generated successfully",
        "errorProcessing": False,
        "Attribute153": PASSPHRASE,
        "DPSKPassphrase": PASSPHRASE,
        "PMK": pmk(PASSPHRASE, SSID).hex(),
        "SSID": SSID,
        "VenueID": world.mine.venues[0].id,
    }


def test_without_either_a_passphrase_is_made(world: World) -> None:
    told = [asked(world).body for _ in range(2)]

    assert KEY_TEXT.fullmatch(told[0]["DPSKPassphrase"])
    assert told[0]["Attribute153"] == told[0]["DPSKPassphrase"] != told[1]["DPSKPassphrase"]
    assert told[0]["PMK"] == pmk(told[0]["DPSKPassphrase"], SSID).hex()


def test_a_pmk_alone_is_the_attribute_in_small_hex(world: World) -> None:
    told = asked(world, PMK="0A" * 32).body

    assert (told["Attribute153"], told["PMK"]) == ("0a" * 32, "0a" * 32)
    assert "DPSKPassphrase" not in told


def test_both_are_taken_where_they_belong_together(world: World) -> None:
    told = asked(world, Passphrase=PASSPHRASE, PMK=pmk(PASSPHRASE, SSID).hex().upper()).body

    assert (told["Attribute153"], told["PMK"]) == (PASSPHRASE, pmk(PASSPHRASE, SSID).hex())


@pytest.mark.parametrize("other", ["92d95bbacec86e5926884d8b0c9d8c9e4009706644f58e63b18fd419c6e3c6cb", "00" * 32])
def test_a_pmk_that_is_not_of_the_passphrase_is_refused(world: World, other: str) -> None:
    told = asked(world, Passphrase=PASSPHRASE, PMK=other)

    assert (told.status, told.code) == (400, "PmkMismatch")
    assert told.body["message"].startswith("The PMK does not belong to this passphrase and SSID.")


def test_it_ends_after_whole_days(world: World) -> None:
    before = now()

    told = asked(world, ExpirationDays=90).body

    assert before <= from_wire(told["ExpirationDate"]) - dt.timedelta(days=90) <= now()


def test_no_days_are_for_ever(world: World) -> None:
    assert "ExpirationDate" not in asked(world, ExpirationDays=0).body


@pytest.mark.parametrize("days", [-1, 366, 1.5, "90"])
def test_days_are_a_number_from_0_to_365(world: World, days: object) -> None:
    told = asked(world, ExpirationDays=days)

    assert (told.status, told.code, told.body["message"]) == (400, "FieldInvalid", "ExpirationDays is not valid.")


@pytest.mark.parametrize("passphrase", ["seven77", "x" * 64, "contraseña"])
def test_what_cannot_be_typed_is_no_passphrase(world: World, passphrase: str) -> None:
    told = asked(world, Passphrase=passphrase)

    assert (told.status, told.code) == (400, "TypedPassphraseInvalid")


@pytest.mark.parametrize("key", ["0a" * 31, "0a" * 33, "0g" * 32, ""])
def test_a_pmk_has_64_hex_digits(world: World, key: str) -> None:
    told = asked(world, PMK=key)

    assert (told.status, told.code) == (400, "FieldInvalid")


def test_an_ssid_of_33_bytes_is_refused(world: World) -> None:
    assert (asked(world, SSID="x" * 33).status, asked(world, SSID="x" * 33).code) == (400, "SsidInvalid")


@pytest.mark.parametrize("place", ["nowhere", "foreign"])
def test_a_venue_is_the_operators_own(world: World, place: str) -> None:
    told = asked(world, VenueID=world.other.venues[0].id if place == "foreign" else place)

    assert (told.status, told.code) == (404, "VenueNotFound")


def test_it_is_in_the_venues_log_without_any_key(world: World) -> None:
    ssid = fresh("Dpsk")

    told = asked(world, SSID=ssid, ExpirationDays=7).body

    entries = answer(__.V().has(Label.LOG_ENTRY, Prop.EVENT, "DPSK generated").element_map(), "LOG")
    [entry] = [entry for entry in entries if ssid in entry[Prop.DETAIL]]
    assert json.loads(entry[Prop.DETAIL]) == {"ssid": ssid, "days": 7}
    assert entry[Prop.VENUE] == world.mine.venues[0].id
    assert not any(told[name] in str(entry) for name in ("PMK", "DPSKPassphrase"))
