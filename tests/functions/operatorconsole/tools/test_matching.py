"""A generated packet is a handshake by which its key is found."""

import secrets

import pytest

from functions.operatorconsole.tools import generate_cambium_epsk_packet as cambium
from functions.operatorconsole.tools import generate_ft_psk_packet as ft_psk
from functions.operatorconsole.tools import generate_wpa2_psk_packet as wpa2_psk
from tests.factories import World
from tests.gateway import call
from vault.kernel.mac import mac_octets
from vault.runtime.endpoint import Endpoint
from vault.wifi.handshake import Handshake
from vault.wifi.match import find_matching_pmk
from vault.wifi.pmk import derive_pmk

GENERATORS = (wpa2_psk.handler, cambium.handler, ft_psk.handler)


@pytest.mark.parametrize("handler", GENERATORS, ids=lambda handler: handler.path)
def test_the_key_of_a_packet_is_found_among_others(world: World, handler: Endpoint) -> None:
    body = {"NAS-Identifier": "lobby-ap01", "SSID": "Lobby ñ", "PSK": "correct horse battery"}
    response = call(handler, world.mine.token("DomainAdministrator"), body).body
    heard = Handshake.from_report(
        ssid="Lobby ñ".encode(),
        bssid=mac_octets(response["BSSID"]),
        station=mac_octets(response["MACAddress"]),
        anonce=bytes.fromhex(response["ANonce"]),
        frame=bytes.fromhex(response["EAPOLFrame"]),
    )
    others = [(str(number), secrets.token_bytes(32)) for number in range(20)]

    assert find_matching_pmk([*others, ("own", derive_pmk("correct horse battery", "Lobby ñ"))], heard) == "own"
    assert find_matching_pmk(others, heard) is None
