"""What frames and keys are made of, and what is made."""

import re
from datetime import datetime

from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value
from vault.wifi.message2 import GROUP, Domain, Exchange, FtMessage2, Message2

MOST_NAS_IDENTIFIER = 253
"""Bytes; what a RADIUS attribute holds (RFC 2865, 5)."""
ADDRESS = re.compile(r"([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}")


class NasIdentifierInvalid(DomainError):
    """A name that no access point can have."""

    kind = Kind.INVALID


class TypedPassphraseInvalid(DomainError):
    """A text that cannot be typed as a passphrase: hex digits that are a key themselves do not count here."""

    kind = Kind.INVALID


class PmkMismatch(DomainError):
    """A PMK that the passphrase and the SSID do not make."""

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
    domain: Domain


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


def address_of(text: str) -> bytes:
    """The 6 bytes of a MAC address written in hex, parted by colons or hyphens."""
    return bytes.fromhex(text.replace("-", "").replace(":", ""))


def address_shown(address: bytes) -> str:
    """A MAC address in capitals, parted by colons."""
    return address.hex(":").upper()


def is_of_a_group(text: str) -> bool:
    """Whether a MAC address is a multicast or broadcast one, which no frame comes from."""
    return bool(address_of(text)[0] & GROUP)
