"""An access request with a 4-way handshake, and the keypools of its SSID."""

import enum
from collections.abc import Callable, Sequence
from typing import Self

from vault.devices.model import LONGEST_SESSION_HOURS
from vault.graph.schema import Row
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value
from vault.keys.model import SealedKey

SHORTEST_SESSION_SECONDS, LONGEST_SESSION_SECONDS = 300, LONGEST_SESSION_HOURS * 3600
"""Bounds of what a RADIUS server may be set to."""
LONGEST_PROVISIONAL_SESSION_SECONDS = 15 * 60
"""Session limit where a device cannot be recorded; it must authenticate again soon."""
MAX_BITS = 2**32 - 1
"""The highest value of a 32-bit attribute."""


class HandshakeMissing(DomainError):
    """The request lacks message 2 of a 4-way handshake, its ANonce, the SSID or one of the two addresses."""

    code = ErrorCode.HANDSHAKE_MISSING
    kind = Kind.INVALID


class RefusalCause(enum.StrEnum):
    """Why a device was refused, as the log names it; docs/freeradius explains each to operators."""

    CARD_ENDED = "card has ended"
    CARD_INVALIDATED = "card invalidated"
    CARD_NOT_BEGUN = "card not yet valid"
    DEVICE_LIMIT = "over the device limit"
    HANDSHAKE_INVALID = "handshake invalid"
    HANDSHAKE_MISSING = "handshake missing"
    KEY_ENDED = "key has ended"
    KEY_NOT_BEGUN = "key not yet valid"
    KEY_WITHDRAWN = "key withdrawn"
    NETWORK_NOT_SHOWN = "network not shown there"
    NETWORK_UNKNOWN = "network unknown"
    NO_KEY = "no key matches"
    SUBSCRIBER_SUSPENDED = "subscriber suspended"
    TERMS_NOT_ACCEPTED = "terms not accepted"
    VLAN_OUT_OF_RANGE = "VLAN out of range"


@value
class RefusedKey:
    """A key whose PMK was found, and why it does not hold now."""

    cause: RefusalCause
    key_id: str
    pool_id: str
    sealed: SealedKey
    venue_id: str | None
    unit_id: str | None = None
    subscriber: str | None = None


class DeviceRefused(DomainError):
    """No key matches, the matching key does not hold now, or too many devices are present; which is not disclosed."""

    code = ErrorCode.DEVICE_REFUSED
    kind = Kind.UNAUTHENTICATED

    def __init__(
        self,
        cause: RefusalCause,
        key: RefusedKey | None = None,
        find_key: Callable[[], RefusedKey | None] | None = None,
    ) -> None:
        """`find_key` looks, where no key was found, for one that ended before; it raises Unavailable."""
        self.cause, self.key, self.find_key = cause, key, find_key
        super().__init__()


class KeyDelivery(enum.Enum):
    PMK = enum.auto()
    PASSPHRASE = enum.auto()
    BOTH = enum.auto()
    """A FreeRADIUS policy decides which of them is sent, and how."""


@value
class Station:
    """The device of a request, its access point and network, as far as the request names them."""

    ssids: tuple[str, ...]
    """Readings of the SSID, the likeliest first."""
    bssid: bytes
    address: bytes


@value
class AccessRequest:
    """A handshake as received, not verified; addresses of 6 bytes, an ANonce of 32."""

    ssids: tuple[str, ...]
    """At least one reading of the SSID, the likeliest first."""
    bssid: bytes
    station: bytes
    anonce: bytes
    frame: bytes
    akm: int | None
    key_delivery: KeyDelivery


@value
class SsidKeypools:
    id: str
    pools: tuple[tuple[str, str], ...]
    """Pairs of an SSID and the id of a keypool that has it."""
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(row["id"], tuple((pool["ssid"], pool["id"]) for pool in row["pools"]))

    @property
    def operator_id(self) -> str:
        return self.id

    def select(self, ssids: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """The first reading of an SSID that a keypool has, else the last, and the ids of its keypools."""
        existing = {ssid for ssid, _ in self.pools}
        ssid = next((each for each in ssids if each in existing), ssids[-1])
        return ssid, tuple(pool_id for each, pool_id in self.pools if each == ssid)
