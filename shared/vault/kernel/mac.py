"""Parse and format MAC addresses."""

import re
from string import hexdigits
from typing import Annotated

from vault.kernel.constrained_text import constrained_text
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind

HEX_DIGIT_COUNT = 12
GROUP_BIT = 1
"""The I/G bit of the first octet, set in group addresses (IEEE Std 802-2014, 8.2.2)."""
COLONS_OR_DASHES = "^([0-9A-Fa-f]{2}[:-]){5}([0-9A-Fa-f]{2})$"
OF_ONE_DEVICE = "^[0-9A-Fa-f][02468ACEace]([:-][0-9A-Fa-f]{2}){5}$"
"""The same without group addresses."""


class MacAddressInvalid(DomainError):
    code = ErrorCode.MAC_ADDRESS_INVALID
    kind = Kind.INVALID


def parse_mac(text: str) -> bytes:
    """Return the 6 octets; separators are colons, dashes, dots or none. Raises MacAddressInvalid."""
    import netaddr

    if sum(map(text.count, hexdigits)) != HEX_DIGIT_COUNT:
        raise MacAddressInvalid
    try:
        return bytes(netaddr.EUI(text.strip(), version=48).packed)
    except (netaddr.AddrFormatError, ValueError, TypeError):
        raise MacAddressInvalid from None


def format_mac(mac: bytes) -> str:
    """Format as AA:BB:CC:DD:EE:FF."""
    return mac.hex(":").upper()


def mac_octets(text: str) -> bytes:
    return bytes.fromhex(text.replace("-", "").replace(":", ""))


def _normalize_mac(text: str) -> str:
    mac = mac_octets(text) if re.fullmatch(COLONS_OR_DASHES, text) else b""
    if not mac or mac[0] & GROUP_BIT:
        raise MacAddressInvalid
    return format_mac(mac)


def _normalize_any_mac(text: str) -> str:
    return format_mac(parse_mac(text))


MacAddressAnyForm = Annotated[str, *constrained_text(_normalize_any_mac, MacAddressInvalid, maxLength=64)]
"""Twelve hexadecimal digits with colons, dashes, dots or nothing between them."""
MacAddress = Annotated[str, *constrained_text(_normalize_mac, MacAddressInvalid, pattern=OF_ONE_DEVICE)]
