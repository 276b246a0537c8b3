"""RADIUS attributes as FreeRADIUS's rlm_rest sends them: numbers, and texts with one character for each octet."""

import contextlib
import re
from collections.abc import Mapping, Sequence

from vault.kernel.mac import MacAddressInvalid, parse_mac

Attributes = Mapping[str, Sequence[str]]
"""The values of each attribute, by its name in FreeRADIUS's dictionaries."""

ADDRESS_BYTES, SUITE_BYTES = 6, 4
DECIMAL = re.compile(r"[0-9]{1,10}")
HEX = re.compile(r"0x(?:[0-9A-Fa-f]{2})*")
"""Octets up to FreeRADIUS 3.2.3; since 3.2.4 each octet is a character. TLVs are hexadecimal in all releases."""
STATION = re.compile(r"((?:[0-9A-Fa-f]{2}[-:.]?){5}[0-9A-Fa-f]{2})(?::(.*))?", re.DOTALL)
"""`MAC` or `MAC:SSID` (RFC 3580, 3.20)."""
ESCAPED = re.compile(r'(?:[ !#-\[\]-~]|\\x[0-9a-f]{2}|\\[\\"enrt])*')
ESCAPE = re.compile(rb"\\(?:x([0-9a-f]{2})|(.))", re.DOTALL)
ESCAPED_CHARACTERS = {b"e": b"\x1b", b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def first_text(attributes: Attributes, name: str) -> str:
    """Without the NUL with which some access points end a text."""
    value = next(iter(attributes.get(name, ())), "").rstrip("\0")
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def octets(attributes: Attributes, name: str) -> bytes:
    """The octets of an attribute, its fragments concatenated; empty if they are none."""
    try:
        return b"".join(map(_parse_octets, attributes.get(name, ())))
    except UnicodeEncodeError:
        return b""


def _parse_octets(value: str) -> bytes:
    return bytes.fromhex(value.removeprefix("0x")) if HEX.fullmatch(value) else value.encode("latin-1")


def mac_address(attributes: Attributes, name: str) -> bytes:
    """The 6 bytes of a MAC address, from octets or from a text that may go on with an SSID; else empty."""
    raw = octets(attributes, name)
    if len(raw) == ADDRESS_BYTES:
        return raw
    found = STATION.fullmatch(first_text(attributes, name))
    try:
        return parse_mac(found[1]) if found else b""
    except MacAddressInvalid:
        return b""


def ssid_after_address(attributes: Attributes, name: str) -> str:
    found = STATION.fullmatch(first_text(attributes, name))
    return (found[2] or "") if found else ""


def ssid_readings(text: str) -> tuple[str, ...]:
    """An SSID as it stands, and as it was if an old hostapd escaped it (printf_encode); none that contains NUL."""
    readings = [text]
    if "\\" in text and ESCAPED.fullmatch(text):
        with contextlib.suppress(UnicodeDecodeError):
            readings.append(ESCAPE.sub(_unescape, text.encode("ascii")).decode())
    return tuple(reading for reading in readings if reading and "\0" not in reading)


def _unescape(escape: re.Match[bytes]) -> bytes:
    return bytes.fromhex(escape[1].decode()) if escape[1] else ESCAPED_CHARACTERS.get(escape[2], escape[2])


def suite_selector(attributes: Attributes, name: str) -> int | None:
    """The 4 octets of a suite selector, as a number or as octets; None if it is neither."""
    value = next(iter(attributes.get(name, ())), "")
    if DECIMAL.fullmatch(value):
        return int(value)
    raw = octets(attributes, name)
    return int.from_bytes(raw) if len(raw) == SUITE_BYTES else None
