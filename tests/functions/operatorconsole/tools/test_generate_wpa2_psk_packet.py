"""Generating message 2 of a WPA2-PSK handshake."""

import json

import pytest

from functions.operatorconsole.tools.generate_wpa2_psk_packet import handler
from tests.factories import World, unique_name
from tests.gateway import call
from tests.handshakes import mic_of
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.wifi.pmk import derive_pmk

BODY = {"NAS-Identifier": "downtown-apartments-ap01", "SSID": "ResidentWiFi_5G", "PSK": "StrongPassword2024!"}


def test_a_packet_is_what_an_access_point_would_see(world: World) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY).body

    frame = bytes.fromhex(response["EAPOLFrame"])
    assert frame.hex()[:34] == "0203007502010a00000000000000000001"
    assert frame.hex()[34:98] == response["SNonce"]
    assert frame[97:].hex() == "001630140100000fac040100000fac040100000fac020000"
    assert response["PMK"] == derive_pmk("StrongPassword2024!", "ResidentWiFi_5G").hex()
    assert frame[81:97] == mic_of(response)
    assert (response["KeyVersion"], response["MICAlgorithm"]) == (2, "HMAC-SHA1-128")
    assert (response["message"], response["errorProcessing"]) == (
        "Standard WPA2-PSK packet generated successfully",
        False,
    )


def test_each_packet_is_another(world: World) -> None:
    response = [call(handler, world.mine.token("DomainAdministrator"), BODY).body for _ in range(2)]

    assert all(
        response[0][name] != response[1][name] for name in ("ANonce", "SNonce", "BSSID", "MACAddress", "EAPOLFrame")
    )


def test_sixty_four_hex_digits_are_the_key_itself(world: World) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {"PSK": "0A" * 32})

    assert response.body["PMK"] == "0a" * 32
    assert bytes.fromhex(response.body["EAPOLFrame"])[81:97] == mic_of(response.body)


def test_it_is_in_the_log_without_any_key(world: World) -> None:
    name = unique_name("ap")

    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {"NAS-Identifier": name}).body

    entries = execute(__.V().has(Label.LOG_ENTRY, Prop.EVENT, "WPA2-PSK packet generated").element_map(), "LOG")
    [entry] = [entry for entry in entries if name in entry[Prop.DETAIL]]
    assert json.loads(entry[Prop.DETAIL]) == {"nas_identifier": name, "ssid": BODY["SSID"]}
    assert entry[Prop.ADMINISTRATOR] == world.mine.people["DomainAdministrator"].token
    secrets = (BODY["PSK"], *(response[name] for name in ("PMK", "EAPOLFrame", "ANonce", "SNonce")))
    assert [secret for secret in secrets if secret in str(entry)] == []


@pytest.mark.parametrize("psk", ["", "seven77", "x" * 64, "g" * 64, "contraseña", "tab\tinside"])
def test_what_is_no_pre_shared_key_is_refused(world: World, psk: str) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {"PSK": psk})

    assert (response.status, response.code) == (400, "PassphraseInvalid")
    assert not psk or psk not in response.body["message"]


@pytest.mark.parametrize("ssid", ["", "x" * 33, "ñ" * 17, "\U0001f600" * 9])
def test_an_ssid_of_no_or_too_many_bytes_is_refused(world: World, ssid: str) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {"SSID": ssid})

    assert (response.status, response.code) == (400, "SsidInvalid")


@pytest.mark.parametrize("ssid", ["x", "ñ" * 16, "a\tb", " "])
def test_any_other_ssid_will_do(world: World, ssid: str) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {"SSID": ssid})

    assert response.body["PMK"] == derive_pmk(BODY["PSK"], ssid).hex()


@pytest.mark.parametrize("name", ["", "x" * 254, "ñ" * 127, "line\nbreak"])
def test_a_name_that_no_radius_attribute_holds_is_refused(world: World, name: str) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {"NAS-Identifier": name})

    assert (response.status, response.code) == (400, "NasIdentifierInvalid")
    assert response.body["message"].startswith("NAS-Identifier is not valid. Use 1 to 253 bytes")
