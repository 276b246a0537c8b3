"""Generating message 2 of an FT-PSK handshake."""

from typing import Any

import pytest

from functions.operatorconsole.tools.generate_ft_psk_packet import handler
from tests.factories import World
from tests.gateway import call
from vault.wifi.elements import KeyData
from vault.wifi.ft import FtKey, derive_ft_ptk, derive_pmk_r0, derive_pmk_r1
from vault.wifi.mic import aes_cmac, zero_mic
from vault.wifi.pmk import derive_pmk

BODY = {
    "NAS-Identifier": "luxury-apartments-controller",
    "SSID": "Enterprise_Secure_5G",
    "PSK": "FTRoaming2024Secure!",
}
GIVEN = {"BSSID": "00:1a:2b:3c:4d:5e", "MACAddress": "AA-BB-CC-DD-EE-FF", "MDID": "C3d4"}
ENDS = {"bssid": bytes.fromhex("001a2b3c4d5e"), "station": bytes.fromhex("aabbccddeeff")}


def pmk_r0_of(response: dict[str, Any]) -> FtKey:
    """PMK-R0, derived from the request's values."""
    key, r0kh_id = bytes.fromhex(response["PMK"]), BODY["NAS-Identifier"].encode()
    return derive_pmk_r0(key, ssid=BODY["SSID"].encode(), mdid=b"\xc3\xd4", r0kh_id=r0kh_id, station=ENDS["station"])


def pmk_r1_of(response: dict[str, Any]) -> FtKey:
    """PMK-R1, derived from the request's values."""
    return derive_pmk_r1(pmk_r0_of(response), r1kh_id=ENDS["bssid"], station=ENDS["station"])


def test_a_packet_shows_the_whole_hierarchy(world: World) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | GIVEN).body

    assert response["PMK"] == derive_pmk(BODY["PSK"], BODY["SSID"]).hex()
    assert (response["PMK_R0"], response["PMK_R1"]) == (pmk_r0_of(response).key.hex(), pmk_r1_of(response).key.hex())
    assert (response["BSSID"], response["R1KH_ID"]) == ("00:1A:2B:3C:4D:5E", "00:1A:2B:3C:4D:5E")
    assert (response["R0KH_ID"], response["MDID"]) == ("luxury-apartments-controller", "c3d4")
    assert (response["MACAddress"], response["KeyVersion"]) == ("AA:BB:CC:DD:EE:FF", 3)
    assert response["message"] == "FT-PSK (802.11r) packet generated successfully with full key hierarchy"


def test_the_frame_holds_the_elements_and_names_the_key(world: World) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | GIVEN).body

    frame = bytes.fromhex(response["EAPOLFrame"])
    data = KeyData.parse(frame[99:])
    assert data.rsne is not None
    assert frame.hex()[:34] == f"0103{len(frame) - 4:04x}02010b00000000000000000001"
    assert frame.hex().endswith(response["MDIE"] + response["FTIE"])
    assert (response["MDIE"], data.rsne.pmkids) == ("3603c3d401", (pmk_r1_of(response).name,))


def test_the_mic_is_by_aes_cmac(world: World) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | GIVEN).body

    frame = bytes.fromhex(response["EAPOLFrame"])
    nonces = {name: bytes.fromhex(response[wire]) for name, wire in (("anonce", "ANonce"), ("snonce", "SNonce"))}
    key, _ = derive_ft_ptk(pmk_r1_of(response), **ENDS, **nonces)
    assert (frame[81:97], response["MICAlgorithm"]) == (aes_cmac(key.kck, zero_mic(frame)), "AES-128-CMAC")


def test_what_is_not_given_is_made_up(world: World) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY).body

    assert response["MDID"] == "a1b2"
    assert response["BSSID"] != response["MACAddress"]
    assert {int(response[name][:2], 16) & 3 for name in ("BSSID", "MACAddress")} == {2}


@pytest.mark.parametrize("name", ["", "x" * 49, "ñ" * 25])
def test_a_key_holder_has_a_name_of_48_bytes_at_the_most(world: World, name: str) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {"NAS-Identifier": name})

    assert (response.status, response.code) == (400, "NasIdentifierInvalid")
    assert "1 to 48 bytes" in response.body["message"]


@pytest.mark.parametrize("field", ["BSSID", "MACAddress"])
@pytest.mark.parametrize(
    "address",
    ["", "00:1A:2B:3C:4D", "00:1A:2B:3C:4D:5G", "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01", "00:1A:2B:3C:4D:5E\n"],
)
def test_an_address_is_that_of_one_device(world: World, field: str, address: str) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {field: address})

    assert (response.status, response.code) == (400, "MacAddressInvalid")
    assert response.body["message"].startswith(f"{field} is not the MAC address of a device.")


@pytest.mark.parametrize("mdid", ["", "a1b", "a1b2c", "a1bg"])
def test_a_mobility_domain_has_two_bytes(world: World, mdid: str) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {"MDID": mdid})

    assert (response.status, response.code, response.body["message"]) == (400, "FieldInvalid", "MDID is not valid.")


def test_what_is_no_pre_shared_key_is_refused(world: World) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {"PSK": "short"})

    assert (response.status, response.code) == (400, "PassphraseInvalid")


def test_an_ssid_of_33_bytes_is_refused(world: World) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), BODY | {"SSID": "x" * 33})

    assert (response.status, response.code) == (400, "SsidInvalid")
