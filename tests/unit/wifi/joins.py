"""Devices that join: their message 2, and the access point's report of it."""

from collections.abc import Callable

from hypothesis import strategies as st

from tests.unit.wifi.vectors import Vector
from vault.wifi.elements import Akm
from vault.wifi.handshake import Handshake
from vault.wifi.message2 import Exchange, Message2, MobilityDomain, build_ft_message2, build_psk_message2

SSID = b"Harbor WiFi"
DOMAIN = MobilityDomain(ssid=SSID, mdid=b"\xa1\xb2", r0kh_id=b"harbor-ap01")
pmks = st.binary(min_size=32, max_size=32)


def report_of_join(akm: Akm, pmk: bytes) -> dict[str, bytes]:
    """An access point's report of a device with this PMK."""
    return build_message2(akm, pmk)[1]


def build_message2(akm: Akm, pmk: bytes) -> tuple[Message2, dict[str, bytes]]:
    """A device's message 2, and the access point's report of it."""
    exchange = Exchange.generate()
    message = (
        build_ft_message2(pmk, exchange, DOMAIN) if akm is Akm.FT_PSK else build_psk_message2(pmk, exchange, akm=akm)
    )
    report = {
        "ssid": SSID,
        "bssid": exchange.bssid,
        "station": exchange.station,
        "anonce": exchange.anonce,
        "frame": message.frame,
    }
    return message, report


def report_of_vector(vector: Vector) -> dict[str, bytes]:
    """The report of a published handshake."""
    return {"ssid": vector.ssid.encode(), **vector.addresses, "frame": vector.frame}


def handshake_with(vector: Vector, **changes: Callable[[bytes], bytes]) -> Handshake:
    """The handshake of a vector with some of its parts changed."""
    report = report_of_vector(vector)
    return Handshake.from_report(**{**report, **{name: change(report[name]) for name, change in changes.items()}})
