"""Devices that join: their message 2, and what an access point tells of it."""

from collections.abc import Callable

from hypothesis import strategies as st

from tests.unit.wifi.vectors import Vector
from vault.wifi.elements import Akm
from vault.wifi.handshake import Handshake
from vault.wifi.message2 import Domain, Exchange, ft_message2, psk_message2

SSID = b"Harbor WiFi"
DOMAIN = Domain(ssid=SSID, mdid=b"\xa1\xb2", r0kh_id=b"harbor-ap01")
pmks = st.binary(min_size=32, max_size=32)


def joined(akm: Akm, pmk: bytes) -> dict[str, bytes]:
    """What an access point reports of a device with this PMK."""
    seen = Exchange.drawn()
    made = ft_message2(pmk, seen, DOMAIN) if akm is Akm.FT_PSK else psk_message2(pmk, seen, akm=akm)
    return {
        "ssid": SSID,
        "bssid": seen.bssid,
        "station": seen.station,
        "anonce": seen.anonce,
        "frame": made.frame,
    }


def published(vector: Vector) -> dict[str, bytes]:
    """The same of a published handshake."""
    return {"ssid": vector.ssid.encode(), **vector.addresses, "frame": vector.frame}


def changed(vector: Vector, **changes: Callable[[bytes], bytes]) -> Handshake:
    """The handshake of a vector with some of its parts changed."""
    given = published(vector)
    return Handshake.of(**{**given, **{name: change(given[name]) for name, change in changes.items()}})
