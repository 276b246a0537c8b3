"""Request fields of what a frame is made of."""

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from vault.kernel.errors import Refuses
from vault.kernel.mac import MacAddressInvalid
from vault.packets.model import (
    ADDRESS,
    MOST_NAS_IDENTIFIER,
    NasIdentifierInvalid,
    TypedPassphraseInvalid,
    is_of_a_group,
)
from vault.wifi.elements import MOST_R0KH_BYTES
from vault.wifi.pmk import MOST_SSID, PASSPHRASE, RAW_KEY, PassphraseInvalid, SsidInvalid

MOST_PASSPHRASE, MOST_PSK = 63, 64
HEX_64 = r"^[0-9a-fA-F]{64}$"
HEX_4 = r"^[0-9a-fA-F]{4}$"


def _network(text: str) -> str:
    if not 1 <= len(text.encode()) <= MOST_SSID:
        raise PydanticCustomError(SsidInvalid.__name__, "not an SSID")
    return text


def _psk(text: str) -> str:
    if not (PASSPHRASE.fullmatch(text) or RAW_KEY.fullmatch(text)):
        raise PydanticCustomError(PassphraseInvalid.__name__, "not a pre-shared key")
    return text


def _passphrase(text: str) -> str:
    if not PASSPHRASE.fullmatch(text):
        raise PydanticCustomError(TypedPassphraseInvalid.__name__, "not a passphrase")
    return text


def _nas_identifier(most: int) -> Callable[[str], str]:
    def checked(text: str) -> str:
        if not (text.isprintable() and 1 <= len(text.encode()) <= most):
            raise PydanticCustomError(NasIdentifierInvalid.__name__, "not a NAS-Identifier", {"most": most})
        return text

    return checked


def _address(text: str) -> str:
    if not ADDRESS.fullmatch(text) or is_of_a_group(text):
        raise PydanticCustomError(MacAddressInvalid.__name__, "not a MAC address of one device")
    return text


NetworkName = Annotated[
    str,
    AfterValidator(_network),
    Refuses(SsidInvalid),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": MOST_SSID}),
]
"""An SSID as any access point may have it: 1 to 32 bytes of UTF-8."""
Psk = Annotated[
    str,
    AfterValidator(_psk),
    Refuses(PassphraseInvalid),
    WithJsonSchema({"type": "string", "minLength": 8, "maxLength": MOST_PSK}),
]
"""A passphrase, or 64 hex digits that are the key itself."""
Passphrase = Annotated[
    str,
    AfterValidator(_passphrase),
    Refuses(TypedPassphraseInvalid),
    WithJsonSchema({"type": "string", "minLength": 8, "maxLength": MOST_PASSPHRASE}),
]
"""8 to 63 of ASCII 32 to 126."""
NasIdentifier = Annotated[
    str,
    AfterValidator(_nas_identifier(MOST_NAS_IDENTIFIER)),
    Refuses(NasIdentifierInvalid),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": MOST_NAS_IDENTIFIER}),
]
"""An access point's name, as a RADIUS attribute takes it."""
KeyHolder = Annotated[
    str,
    AfterValidator(_nas_identifier(MOST_R0KH_BYTES)),
    Refuses(NasIdentifierInvalid),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": MOST_R0KH_BYTES}),
]
"""An access point's name, as it holds a PMK-R0."""
MacAddress = Annotated[
    str,
    AfterValidator(_address),
    Refuses(MacAddressInvalid),
    WithJsonSchema({"type": "string", "pattern": f"^{ADDRESS.pattern}$"}),
]
PmkHex = Annotated[str, Field(pattern=HEX_64)]
MobilityDomain = Annotated[str, Field(pattern=HEX_4)]
"""The two bytes of a mobility domain in the order in which the air has them."""
