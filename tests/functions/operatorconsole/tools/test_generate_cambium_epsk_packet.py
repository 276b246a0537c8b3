"""Generating message 2 of a handshake at a Cambium access point."""

import pytest

from functions.operatorconsole.tools.generate_cambium_epsk_packet import handler
from tests.factories import World
from tests.gateway import call
from tests.handshakes import mic_of
from vault.wifi.pmk import derive_pmk

BODY = {"NAS-Identifier": "luxury-apartments-bldg1", "SSID": "Resident_WiFi", "PSK": "SecurePassword123"}


def test_a_packet_has_the_first_version_of_eapol(world: World) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY).body

    frame = bytes.fromhex(response["EAPOLFrame"])
    assert frame.hex()[:34] == "0103007502010a00000000000000000001"
    assert frame[17:49].hex() == response["SNonce"]
    assert response["PMK"] == derive_pmk(BODY["PSK"], BODY["SSID"]).hex()
    assert frame[81:97] == mic_of(response)
    assert (response["KeyVersion"], response["MICAlgorithm"]) == (2, "HMAC-SHA1-128")
    assert response["message"] == "Cambium ePSK packet generated successfully"


@pytest.mark.parametrize("psk", ["seven77", "x" * 64, "0a" * 32, "contraseña"])
def test_only_a_passphrase_is_taken(world: World, psk: str) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {"PSK": psk})

    assert (response.status, response.code) == (400, "TypedPassphraseInvalid")


def test_an_ssid_of_33_bytes_is_refused(world: World) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {"SSID": "x" * 33})

    assert (response.status, response.code) == (400, "SsidInvalid")


def test_an_access_point_has_a_name(world: World) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {"NAS-Identifier": ""})

    assert (response.status, response.code) == (400, "NasIdentifierInvalid")
