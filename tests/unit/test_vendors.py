"""Parsing requests of access points, including malformed ones."""

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.radius_client import Body, Device
from vault.radius import vendors
from vault.radius.attributes import Attributes, mac_address, octets, ssid_after_address
from vault.radius.model import HandshakeMissing, KeyDelivery, SsidKeypools
from vault.wifi.eapol import FrameInvalid
from vault.wifi.handshake import Handshake
from vault.wifi.pmk import SsidInvalid

NAMES = st.sampled_from(
    ["User-Name", "Called-Station-Id", "Calling-Station-Id", "WLAN-AKM-Suite", *vendors.VENDORS]
    + [
        name
        for each in vendors.VENDORS.values()
        for name in (each.anonce, *each.ssid, *each.bssid, *each.station, *each.akm)
    ]
)
texts = st.text(max_size=80) | st.binary(max_size=140).map(lambda raw: f"0x{raw.hex()}")


def values(body: Body) -> Attributes:
    """A body as the endpoint parses it."""
    return {name: [str(value) for value in sent["value"]] for name, sent in body.items()}


@pytest.mark.parametrize(
    ("dialect", "takes"),
    [
        (Device.by_ruckus, KeyDelivery.PMK),
        (Device.by_hostapd, KeyDelivery.PASSPHRASE),
        (Device.by_meraki, KeyDelivery.PASSPHRASE),
        (Device.by_policy, KeyDelivery.BOTH),
    ],
)
def test_every_dialect_says_the_same(dialect: Callable[[Device], Body], takes: KeyDelivery) -> None:
    phone = Device("correct-horse", "Net: 1")

    asked = vendors.parse_access_request(values(dialect(phone)))

    assert (asked.ssids, asked.bssid, asked.station) == ((phone.ssid,), phone.bssid, phone.mac)
    assert asked.akm in {phone.akm, None}
    assert asked.key_delivery is takes


@given(st.dictionaries(NAMES, st.lists(texts, max_size=3)))
def test_whatever_comes_is_a_handshake_or_a_documented_error(sent: dict[str, list[str]]) -> None:
    with contextlib.suppress(HandshakeMissing, FrameInvalid, SsidInvalid):
        found = vendors.parse_access_request(sent)
        ends = {"bssid": found.bssid, "station": found.station, "anonce": found.anonce}
        Handshake.from_report(
            ssid=found.ssids[-1].encode(errors="surrogatepass"), **ends, frame=found.frame, akm=found.akm
        )
        assert found.frame


@pytest.mark.parametrize(
    ("called", "mac", "ssid"),
    [
        ("02-00-00-00-00-01:Net", "020000000001", "Net"),
        ("02:00:00:00:00:01:Net: 2", "020000000001", "Net: 2"),
        ("0200.0000.0001:Net", "020000000001", "Net"),
        ("020000000001", "020000000001", ""),
        ("0x020000000001", "020000000001", ""),
        ("\2\0\0\0\0\xff", "0200000000ff", ""),
        ("02-00-00-00-00-01:Caf\xc3\xa9", "020000000001", "Café"),
        ("02-00-00-00-00:Net", "", ""),
        ("Net", "", ""),
    ],
)
def test_an_address_is_read_in_any_spelling(called: str, mac: str, ssid: str) -> None:
    sent = {"Called-Station-Id": [called]}

    assert mac_address(sent, "Called-Station-Id").hex() == mac
    assert ssid_after_address(sent, "Called-Station-Id") == ssid


def test_octets_that_came_in_parts_are_one() -> None:
    assert octets({"X": ["0x0102", "0x03", "\4\xff"]}, "X") == b"\1\2\3\4\xff"
    assert octets({"X": ["\u0100"]}, "X") == octets({}, "X") == b""


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("Café", ("Café",)),
        ("Caf\xc3\xa9", ("Café",)),
        ("æ\x9d±äº¬", ("東京",)),
        ("東京", ("東京",)),
        ("Net\0", ("Net",)),
        ("N\0et", ()),
        (r"Caf\xc3\xa9", (r"Caf\xc3\xa9", "Café")),
        (r"a\"b\\c\e\n\r\t", (r"a\"b\\c\e\n\r\t", 'a"b\\c\x1b\n\r\t')),
        (r"back\slash", (r"back\slash",)),
        (r"\xff", (r"\xff",)),
        (r"\x00", (r"\x00",)),
        ('"\\\\', ('"\\\\',)),
    ],
)
def test_a_network_is_read_as_the_bytes_that_its_characters_are_and_without_the_escapes_of_hostapd(
    written: str, readings: tuple[str, ...]
) -> None:
    assert vendors.ssids_of({"VAULT-EAPOL-Key-Frame": [""], "VAULT-SSID": [written]}) == readings


def test_of_the_readings_of_a_network_the_one_that_a_keypool_has_counts() -> None:
    row = {"id": "o", "pools": [{"id": "1", "ssid": "Café"}, {"id": "2", "ssid": "b"}, {"id": "3", "ssid": "Café"}]}

    keypools = SsidKeypools.from_row(row)

    assert keypools.select((r"Caf\xc3\xa9", "Café")) == ("Café", ("1", "3"))
    assert keypools.select(("b", "Café")) == ("b", ("2",))
    assert keypools.select(("x", "y")) == ("y", ())


@pytest.mark.parametrize(
    ("written", "akm"),
    [
        ("0x000fac04", 4),
        (str(0x000FAC06), 6),
        ("\0\x0f\xac\2", 2),
        ("0x00904c01", None),
        ("x", None),
        ("9" * 5000, None),
    ],
)
def test_an_akm_is_the_standards_own_or_none(written: str, akm: int | None) -> None:
    phone = Device("correct-horse", "Net")

    sent = {**values(phone.by_hostapd()), "WLAN-AKM-Suite": [written]}

    assert vendors.parse_access_request(sent).akm == akm


def test_without_a_dialect_there_is_no_handshake_and_no_network() -> None:
    with pytest.raises(HandshakeMissing):
        vendors.parse_access_request({"User-Name": ["bob"]})
    assert vendors.ssids_of({"User-Name": ["bob"]}) == ()
