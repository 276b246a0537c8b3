"""What frames and keys are made of, and what is made."""

from datetime import datetime

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value
from vault.wifi.message2 import Exchange, FtMessage2, Message2, MobilityDomain

MAX_NAS_IDENTIFIER = 253
"""Bytes; what a RADIUS attribute holds (RFC 2865, 5)."""


class NasIdentifierInvalid(DomainError):
    """A name that no access point can have."""

    code = ErrorCode.NAS_IDENTIFIER_INVALID
    kind = Kind.INVALID


class TypedPassphraseInvalid(DomainError):
    """A text that cannot be typed as a passphrase: hex digits that are a key themselves do not count here."""

    code = ErrorCode.TYPED_PASSPHRASE_INVALID
    kind = Kind.INVALID


class PmkMismatch(DomainError):
    """A PMK that the passphrase and the SSID do not make."""

    code = ErrorCode.PMK_MISMATCH
    kind = Kind.INVALID


@value
class Packet:
    """A message 2 with the key and the handshake that it was made of."""

    pmk: bytes
    exchange: Exchange
    message: Message2


@value
class FtPacket(Packet):
    """A message 2 of a fast transition, and the mobility domain."""

    message: FtMessage2
    domain: MobilityDomain


@value
class Dpsk:
    """A dynamic key of a network at a venue: its PMK, the passphrase and the end, where it has them."""

    ssid: str
    venue_id: str
    pmk: bytes
    passphrase: str | None
    expires_at: datetime | None

    @property
    def attribute(self) -> str:
        """The value for the controller: the passphrase, else the PMK in hex."""
        return self.passphrase or self.pmk.hex()
