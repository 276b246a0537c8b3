"""Request fields of the tools that generate frames and keys."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from vault.kernel.constrained_text import constrained_text
from vault.packets.model import MAX_NAS_IDENTIFIER, NasIdentifierInvalid, TypedPassphraseInvalid
from vault.wifi.elements import MAX_R0KH_BYTES
from vault.wifi.pmk import MAX_SSID, RAW_PSK, WPA_PASSPHRASE, PassphraseInvalid, SsidInvalid

MAX_PASSPHRASE, MAX_PSK = 63, 64
PSK = f"^({WPA_PASSPHRASE.pattern}|{RAW_PSK.pattern})$"
HEX_64 = r"^[0-9a-fA-F]{64}$"
HEX_4 = r"^[0-9a-fA-F]{4}$"


def _check_ssid(text: str) -> str:
    if not 1 <= len(text.encode()) <= MAX_SSID:
        raise SsidInvalid
    return text


def _check_psk(text: str) -> str:
    if not (WPA_PASSPHRASE.fullmatch(text) or RAW_PSK.fullmatch(text)):
        raise PassphraseInvalid
    return text


def _check_passphrase(text: str) -> str:
    if not WPA_PASSPHRASE.fullmatch(text):
        raise TypedPassphraseInvalid
    return text


def _nas_identifier_check(most: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not (text.isprintable() and 1 <= len(text.encode()) <= most):
            raise NasIdentifierInvalid(most=most)
        return text

    return check


AnySsid = Annotated[str, *constrained_text(_check_ssid, SsidInvalid, minLength=1, maxLength=MAX_SSID)]
"""1 to 32 bytes of UTF-8."""
Psk = Annotated[str, *constrained_text(_check_psk, PassphraseInvalid, minLength=8, maxLength=MAX_PSK, pattern=PSK)]
"""A WPA passphrase, or a PMK in 64 hex digits."""
Passphrase = Annotated[
    str,
    *constrained_text(
        _check_passphrase,
        TypedPassphraseInvalid,
        minLength=8,
        maxLength=MAX_PASSPHRASE,
        pattern=f"^{WPA_PASSPHRASE.pattern}$",
    ),
]
"""8 to 63 of ASCII 32 to 126."""
NasIdentifier = Annotated[
    str,
    *constrained_text(
        _nas_identifier_check(MAX_NAS_IDENTIFIER), NasIdentifierInvalid, minLength=1, maxLength=MAX_NAS_IDENTIFIER
    ),
]
"""An access point's NAS-Identifier: 1 to 253 bytes of UTF-8."""
R0khId = Annotated[
    str,
    *constrained_text(
        _nas_identifier_check(MAX_R0KH_BYTES), NasIdentifierInvalid, minLength=1, maxLength=MAX_R0KH_BYTES
    ),
]
"""An access point's R0KH-ID: 1 to 48 bytes of UTF-8."""
PmkHex = Annotated[str, Field(pattern=HEX_64)]
MobilityDomainId = Annotated[str, Field(pattern=HEX_4)]
"""The MDID's two bytes in hex, in the order in which they are sent."""
