"""RADIUS attributes as FreeRADIUS's rlm_rest sends them: texts, numbers, and octets as 0x and hex digits."""

import re
from collections.abc import Mapping, Sequence

from vault.kernel.mac import MacAddressInvalid, parse_mac

Attributes = Mapping[str, Sequence[str]]
"""The values of each attribute, by its name in FreeRADIUS's dictionaries."""

STATION = re.compile(r"((?:[0-9A-Fa-f]{2}[-:.]?){5}[0-9A-Fa-f]{2})(?::(.*))?", re.DOTALL)
"""`MAC` or `MAC:SSID` (RFC 3580, 3.20)."""


def first_text(attributes: Attributes, name: str) -> str:
    return next(iter(attributes.get(name, ())), "")


def octets(attributes: Attributes, name: str) -> bytes:
    """The octets of an attribute, its fragments concatenated; empty if they are not hexadecimal."""
    try:
        return b"".join(bytes.fromhex(part.removeprefix("0x")) for part in attributes.get(name, ()))
    except ValueError:
        return b""


def mac_address(attributes: Attributes, name: str) -> bytes:
    """The 6 bytes of a MAC address, from octets or from a text that may go on with an SSID; else empty."""
    value = first_text(attributes, name)
    if value.startswith("0x"):
        return octets(attributes, name)
    found = STATION.fullmatch(value)
    try:
        return parse_mac(found[1]) if found else b""
    except MacAddressInvalid:
        return b""


def ssid_after_address(attributes: Attributes, name: str) -> str:
    found = STATION.fullmatch(first_text(attributes, name))
    return (found[2] or "") if found else ""
