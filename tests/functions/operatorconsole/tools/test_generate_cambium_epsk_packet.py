"""Making message 2 of a handshake at a Cambium access point."""

import pytest

from functions.operatorconsole.tools.generate_cambium_epsk_packet import handler
from tests.gateway import call
from tests.handshakes import mic_of
from tests.world import World
from vault.wifi.pmk import pmk

BODY = {"NAS-Identifier": "luxury-apartments-bldg1", "SSID": "Resident_WiFi", "PSK": "SecurePassword123"}


def test_a_packet_has_the_first_version_of_eapol(world: World) -> None:
    told = call(handler, world.mine.token("DomainAdministrator"), BODY).body

    frame = bytes.fromhex(told["EAPOLFrame"])
    assert frame.hex()[:34] == "0103007502010a00000000000000000001"
    assert frame[17:49].hex() == told["SNonce"]
    assert told["PMK"] == pmk(BODY["PSK"], BODY["SSID"]).hex()
    assert frame[81:97] == mic_of(told)
    assert (told["KeyVersion"], told["MICAlgorithm"]) == (2, "HMAC-SHA1-128")
    assert told["message"] == "Cambium ePSK packet generated successfully"


@pytest.mark.parametrize("psk", ["seven77", "x" * 64, "0a" * 32, "contraseña"])
def test_only_a_passphrase_is_taken(world: World, psk: str) -> None:
    told = call(handler, world.mine.token("DomainAdministrator"), BODY | {"PSK": psk})

    assert (told.status, told.code) == (400, "TypedPassphraseInvalid")


def test_an_ssid_of_33_bytes_is_refused(world: World) -> None:
    told = call(handler, world.mine.token("DomainAdministrator"), BODY | {"SSID": "x" * 33})

    assert (told.status, told.code) == (400, "SsidInvalid")


def test_an_access_point_has_a_name(world: World) -> None:
    told = call(handler, world.mine.token("DomainAdministrator"), BODY | {"NAS-Identifier": ""})

    assert (told.status, told.code) == (400, "NasIdentifierInvalid")
