"""Request fields of what a frame is made of."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from vault.kernel.checked import checked
from vault.packets.model import MOST_NAS_IDENTIFIER, NasIdentifierInvalid, TypedPassphraseInvalid
from vault.wifi.elements import MOST_R0KH_BYTES
from vault.wifi.pmk import MOST_SSID, PASSPHRASE, RAW_KEY, PassphraseInvalid, SsidInvalid

MOST_PASSPHRASE, MOST_PSK = 63, 64
HEX_64 = r"^[0-9a-fA-F]{64}$"
HEX_4 = r"^[0-9a-fA-F]{4}$"


def _network(text: str) -> str:
    if not 1 <= len(text.encode()) <= MOST_SSID:
        raise SsidInvalid
    return text


def _psk(text: str) -> str:
    if not (PASSPHRASE.fullmatch(text) or RAW_KEY.fullmatch(text)):
        raise PassphraseInvalid
    return text


def _passphrase(text: str) -> str:
    if not PASSPHRASE.fullmatch(text):
        raise TypedPassphraseInvalid
    return text


def _nas_identifier(most: int) -> Callable[[str], str]:
    def held(text: str) -> str:
        if not (text.isprintable() and 1 <= len(text.encode()) <= most):
            raise NasIdentifierInvalid(most=most)
        return text

    return held


NetworkName = Annotated[str, *checked(_network, SsidInvalid, minLength=1, maxLength=MOST_SSID)]
"""An SSID as any access point may have it: 1 to 32 bytes of UTF-8."""
Psk = Annotated[str, *checked(_psk, PassphraseInvalid, minLength=8, maxLength=MOST_PSK)]
"""A passphrase, or 64 hex digits that are the key itself."""
Passphrase = Annotated[str, *checked(_passphrase, TypedPassphraseInvalid, minLength=8, maxLength=MOST_PASSPHRASE)]
"""8 to 63 of ASCII 32 to 126."""
NasIdentifier = Annotated[
    str,
    *checked(_nas_identifier(MOST_NAS_IDENTIFIER), NasIdentifierInvalid, minLength=1, maxLength=MOST_NAS_IDENTIFIER),
]
"""An access point's name, as a RADIUS attribute takes it."""
KeyHolder = Annotated[
    str, *checked(_nas_identifier(MOST_R0KH_BYTES), NasIdentifierInvalid, minLength=1, maxLength=MOST_R0KH_BYTES)
]
"""An access point's name, as it holds a PMK-R0."""
PmkHex = Annotated[str, Field(pattern=HEX_64)]
MobilityDomain = Annotated[str, Field(pattern=HEX_4)]
"""The two bytes of a mobility domain in the order in which the air has them."""
