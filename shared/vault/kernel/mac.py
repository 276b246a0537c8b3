"""MAC addresses in any of their usual spellings."""

import re
from string import hexdigits
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from vault.kernel.errors import DomainError, Kind, Refuses

DIGITS = 12
GROUP = 1
"""The bit of an address's first byte that many devices share it (IEEE Std 802-2014, 8.2.2)."""
COLONS_OR_DASHES = "^([0-9A-Fa-f]{2}[:-]){5}([0-9A-Fa-f]{2})$"


class MacAddressInvalid(DomainError):
    """A text that is no MAC address of 48 bits."""

    kind = Kind.INVALID


def mac_of(text: str) -> bytes:
    """The 6 bytes of an address, with colons, dashes, dots or nothing between its digits; MacAddressInvalid."""
    import netaddr

    if sum(map(text.count, hexdigits)) != DIGITS:
        raise MacAddressInvalid
    try:
        return bytes(netaddr.EUI(text.strip(), version=48).packed)
    except (netaddr.AddrFormatError, ValueError, TypeError):
        raise MacAddressInvalid from None


def shown(mac: bytes) -> str:
    """The address as VAULT writes it: AA:BB:CC:DD:EE:FF."""
    return mac.hex(":").upper()


def canonical(text: str) -> str:
    """An address of one device, with colons or dashes, as VAULT writes it."""
    mac = mac_of(text.replace("-", ":")) if re.fullmatch(COLONS_OR_DASHES, text) else b""
    if not mac or mac[0] & GROUP:
        raise PydanticCustomError(MacAddressInvalid.__name__, "not the MAC address of a device")
    return shown(mac)


MacAddress = Annotated[
    str,
    AfterValidator(canonical),
    Refuses(MacAddressInvalid),
    WithJsonSchema({"type": "string", "pattern": COLONS_OR_DASHES}),
]
