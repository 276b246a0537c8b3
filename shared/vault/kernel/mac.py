"""MAC addresses in any of their usual spellings."""

import re
from string import hexdigits
from typing import Annotated

from vault.kernel.constrained_text import constrained_text
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind

HEX_DIGIT_COUNT = 12
GROUP_BIT = 1
"""The bit of an address's first byte that many devices share it (IEEE Std 802-2014, 8.2.2)."""
COLONS_OR_DASHES = "^([0-9A-Fa-f]{2}[:-]){5}([0-9A-Fa-f]{2})$"


class MacAddressInvalid(DomainError):
    """A text that is no MAC address of 48 bits."""

    code = ErrorCode.MAC_ADDRESS_INVALID
    kind = Kind.INVALID


def parse_mac(text: str) -> bytes:
    """The 6 bytes of an address, with colons, dashes, dots or nothing between its digits; MacAddressInvalid."""
    import netaddr

    if sum(map(text.count, hexdigits)) != HEX_DIGIT_COUNT:
        raise MacAddressInvalid
    try:
        return bytes(netaddr.EUI(text.strip(), version=48).packed)
    except (netaddr.AddrFormatError, ValueError, TypeError):
        raise MacAddressInvalid from None


def format_mac(mac: bytes) -> str:
    """The address as VAULT writes it: AA:BB:CC:DD:EE:FF."""
    return mac.hex(":").upper()


def mac_octets(text: str) -> bytes:
    """The 6 bytes of an address with colons or dashes between its digits."""
    return bytes.fromhex(text.replace("-", "").replace(":", ""))


def _normalize_mac(text: str) -> str:
    """An address of one device, with colons or dashes, as VAULT writes it; MacAddressInvalid."""
    mac = mac_octets(text) if re.fullmatch(COLONS_OR_DASHES, text) else b""
    if not mac or mac[0] & GROUP_BIT:
        raise MacAddressInvalid
    return format_mac(mac)


MacAddress = Annotated[str, *constrained_text(_normalize_mac, MacAddressInvalid, pattern=COLONS_OR_DASHES)]
