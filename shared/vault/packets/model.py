"""What frames and keys are generated from, and the results."""

from datetime import datetime

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value
from vault.wifi.message2 import Exchange, FtMessage2, Message2, MobilityDomain

MAX_NAS_IDENTIFIER = 253
"""Bytes in the value of a RADIUS attribute (RFC 2865, 5)."""


class NasIdentifierInvalid(DomainError):
    code = ErrorCode.NAS_IDENTIFIER_INVALID
    kind = Kind.INVALID


class TypedPassphraseInvalid(DomainError):
    """Not a WPA passphrase; a PMK in hex digits is not accepted here."""

    code = ErrorCode.TYPED_PASSPHRASE_INVALID
    kind = Kind.INVALID


class PmkMismatch(DomainError):
    """The PMK does not derive from the passphrase and the SSID."""

    code = ErrorCode.PMK_MISMATCH
    kind = Kind.INVALID


@value
class Packet:
    pmk: bytes
    exchange: Exchange
    message: Message2


@value
class FtPacket(Packet):
    message: FtMessage2
    domain: MobilityDomain


@value
class Dpsk:
    ssid: str
    venue_id: str
    pmk: bytes
    passphrase: str | None
    expires_at: datetime | None

    @property
    def attribute(self) -> str:
        """The value for the controller: the passphrase, else the PMK in hex."""
        return self.passphrase or self.pmk.hex()
