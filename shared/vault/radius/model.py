"""A device that asks to be let in, and what is known of the key that it has."""

import enum
from typing import Self

from vault.graph.schema import Row
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value

LONGEST_SESSION_MS = 86_400_000
LONGEST_PROVISIONAL_SESSION_MS = 15 * 60_000
"""How long a device is let in where its record could not be made: then it is asked for again."""
MAX_BITS = 2**32 - 1
"""What an attribute of 32 bits holds."""


class HandshakeMissing(DomainError):
    """A request without message 2 of a 4-way handshake, its nonce, the network's name or one of the two addresses."""

    code = ErrorCode.HANDSHAKE_MISSING
    kind = Kind.INVALID


class DeviceRefused(DomainError):
    """A device whose key is not the network's or does not hold now, or one device too many: it is not told which."""

    code = ErrorCode.DEVICE_REFUSED
    kind = Kind.UNAUTHENTICATED


class KeyDelivery(enum.Enum):
    """What an access point is given so that it can go on with the handshake."""

    PMK = enum.auto()
    PASSPHRASE = enum.auto()
    BOTH = enum.auto()
    """Which of them, and how, is decided by a policy of FreeRADIUS."""


@value
class AccessRequest:
    """A handshake as an access point brings it, none of it checked; addresses of 6 bytes, a nonce of 32."""

    ssid: str
    bssid: bytes
    station: bytes
    anonce: bytes
    frame: bytes
    akm: int | None
    key_delivery: KeyDelivery


@value
class SsidKeypools:
    """The keypools of an operator that have the SSID of a request."""

    id: str
    pool_ids: tuple[str, ...]
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the rows of the networks' view."""
        return cls(row["id"], tuple(row["pools"]))

    @property
    def operator_id(self) -> str:
        """The operator itself."""
        return self.id
