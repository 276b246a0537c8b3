"""Generated packets, checked with the tools that engineers use: aircrack-ng and tshark."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from functions.operatorconsole.tools import generate_cambium_epsk_packet as cambium
from functions.operatorconsole.tools import generate_ft_psk_packet as ft_psk
from functions.operatorconsole.tools import generate_wpa2_psk_packet as wpa2_psk
from tests.factories import World
from tests.gateway import call
from tests.tools.air import CapturedHandshake
from vault.kernel.mac import mac_octets
from vault.runtime.endpoint import Endpoint
from vault.wifi.elements import Akm
from vault.wifi.message2 import Exchange, Message2, MobilityDomain, build_ft_message2, build_psk_message2
from vault.wifi.pmk import derive_pmk

SSID, PASSPHRASE, ACCESS_POINT = "Lobby 5G", "correct horse battery", "lobby-ap01"
BODY = {"NAS-Identifier": ACCESS_POINT, "SSID": SSID, "PSK": PASSPHRASE}
KEY_FIELDS = (
    *("wlan_rsna_eapol.keydes.key_info", "eapol.keydes.replay_counter"),
    *("wlan_rsna_eapol.keydes.nonce", "wlan_rsna_eapol.keydes.mic"),
)
ELEMENT_FIELDS = (
    *("wlan.rsn.akms.type", "wlan.rsn.capabilities", "wlan.rsn.pmkid.count"),
    *("wlan.mobility_domain.mdid", "wlan.mobility_domain.ft_capab"),
    *("wlan.ft.mic", "wlan.ft.anonce", "wlan.ft.subelem.r1kh_id", "wlan.ft.subelem.r0kh_id"),
)
WRONG = ("correct horse", "password1", "battery staple")


def needs(tool: str) -> pytest.MarkDecorator:
    """Skip a test if the tool is not installed."""
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")


def made(world: World, handler: Endpoint) -> tuple[CapturedHandshake, dict[str, Any]]:
    """An endpoint's packet, and its capture."""
    response = call(handler, world.mine.token("DomainAdministrator"), BODY).body
    nonces = {name: bytes.fromhex(response[wire]) for name, wire in (("anonce", "ANonce"), ("snonce", "SNonce"))}
    exchange = Exchange(bssid=mac_octets(response["BSSID"]), station=mac_octets(response["MACAddress"]), **nonces)
    again = made_again(handler, bytes.fromhex(response["PMK"]), exchange)
    return CapturedHandshake(SSID, exchange, replace(again, frame=bytes.fromhex(response["EAPOLFrame"]))), response


def made_again(handler: Endpoint, key: bytes, exchange: Exchange) -> Message2:
    """The same message, with the keys that the access point's message 3 needs."""
    if handler is not ft_psk.handler:
        return build_psk_message2(key, exchange)
    domain = MobilityDomain(ssid=SSID.encode(), mdid=b"\xa1\xb2", r0kh_id=ACCESS_POINT.encode())
    return build_ft_message2(key, exchange, domain)


def ran(*command: str) -> str:
    """The output of a tool."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, stdin=subprocess.DEVNULL)
    return done.stdout


def aircrack(file: Path, *words: str) -> str:
    """The output of aircrack-ng for a capture."""
    listed = file.with_name("words")
    listed.write_text("\n".join(words) + "\n")
    return ran("aircrack-ng", "-q", "-e", SSID, "-w", str(listed), str(file))


def tshark(file: Path, *fields: str, passphrase: str = PASSPHRASE) -> list[list[str]]:
    """The fields that tshark decodes in each message of a handshake, given a passphrase."""
    keys = f'uat:80211_keys:"wpa-pwd","{passphrase}:{SSID}"'
    shown = [part for field in fields for part in ("-e", field)]
    options = ("-o", "wlan.enable_decryption:TRUE", "-o", keys, "-Y", "eapol", "-T", "fields")
    return [line.split("\t") for line in ran("tshark", "-r", str(file), *options, *shown).splitlines()]


@needs("aircrack-ng")
@pytest.mark.parametrize("handler", [wpa2_psk.handler, cambium.handler], ids=lambda handler: handler.path)
def test_aircrack_finds_the_passphrase(world: World, tmp_path: Path, handler: Endpoint) -> None:
    heard, _ = made(world, handler)

    file = heard.save(tmp_path)

    assert f"KEY FOUND! [ {PASSPHRASE} ]" in aircrack(file, *WRONG, PASSPHRASE)
    assert "KEY FOUND" not in aircrack(file, *WRONG)


@needs("aircrack-ng")
def test_aircrack_finds_the_passphrase_of_psk_sha256(tmp_path: Path) -> None:
    exchange = Exchange.generate()
    message = build_psk_message2(derive_pmk(PASSPHRASE, SSID), exchange, akm=Akm.PSK_SHA256)

    file = CapturedHandshake(SSID, exchange, message).save(tmp_path)

    assert f"KEY FOUND! [ {PASSPHRASE} ]" in aircrack(file, *WRONG, PASSPHRASE)


@needs("tshark")
@pytest.mark.parametrize(
    "handler", [wpa2_psk.handler, cambium.handler, ft_psk.handler], ids=lambda handler: handler.path
)
def test_tshark_takes_the_mic_and_makes_the_same_key(world: World, tmp_path: Path, handler: Endpoint) -> None:
    heard, _ = made(world, handler)

    keys = tshark(heard.save(tmp_path), "wlan_rsna_eapol.keydes.msgnr", "wlan.analysis.kck")

    assert keys == [["1", ""], ["2", ""], ["3", heard.message.ptk.kck.hex()]]


@needs("tshark")
@pytest.mark.parametrize("handler", [wpa2_psk.handler, ft_psk.handler], ids=lambda handler: handler.path)
def test_tshark_takes_neither_a_false_mic_nor_a_false_passphrase(
    world: World, tmp_path: Path, handler: Endpoint
) -> None:
    heard, _ = made(world, handler)
    frame = heard.message.frame
    bent = replace(heard, message=replace(heard.message, frame=frame[:81] + bytes((frame[81] ^ 1,)) + frame[82:]))

    assert tshark(bent.save(tmp_path), "wlan.analysis.kck") == [[""]] * 3
    assert tshark(heard.save(tmp_path), "wlan.analysis.kck", passphrase=WRONG[1]) == [[""]] * 3


@needs("tshark")
def test_tshark_reads_a_fast_transition_as_the_answer_says_it(world: World, tmp_path: Path) -> None:
    heard, response = made(world, ft_psk.handler)

    _, key, _ = tshark(heard.save(tmp_path), *KEY_FIELDS)
    _, elements, _ = tshark(heard.save(tmp_path), *ELEMENT_FIELDS)

    assert key == ["0x010b", "1", response["SNonce"], response["EAPOLFrame"][162:194]]
    holders = [response["R1KH_ID"].replace(":", "").lower(), ACCESS_POINT.encode().hex()]
    assert elements == ["4", "0x0000", "1", "0xb2a1", "0x01", "00" * 16, "00" * 32, *holders]
