"""A keypool: one SSID of an operator, broadcast at every venue, or at some venues and units."""

import enum
import re
from collections.abc import Mapping
from dataclasses import field
from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value
from vault.venues.model import HasVenue, Venue

MIN_SSID, MAX_SSID = 2, 32
MAX_POOLS = 500
DEFAULT_DISPLAY_ORDER = 100
SSID_PATTERN = re.compile(r'(?![!#;\s])[^\x00-\x1f\x7f"+/\]]+(?<!\s)')
"""No control characters, none of " + / ], no leading ! # ; and no space at either end: access points refuse these."""


class KeypoolScope(enum.StrEnum):
    """GLOBAL keypools are broadcast at every venue of the operator, LOCAL ones where they were attached."""

    GLOBAL = "global"
    LOCAL = "local"


class Mechanism(enum.StrEnum):
    """WPA2 means pre-shared keys of this system, WPA3 dynamic pre-shared keys through a controller."""

    WPA2 = "WPA2"
    WPA3 = "WPA3"


class SsidNotAllowed(DomainError):
    """Access points refuse this SSID."""

    code = ErrorCode.SSID_NOT_ALLOWED
    kind = Kind.INVALID


class SsidTaken(DomainError):
    """The SSID is already broadcast at the venue or at one of its units."""

    code = ErrorCode.SSID_TAKEN


class KeypoolNotFound(DomainError):
    """No keypool in the caller's reach has this id, or it is being deleted."""

    code = ErrorCode.KEYPOOL_NOT_FOUND
    kind = Kind.NOT_FOUND


class KeypoolExists(DomainError):
    """A keypool with this SSID and scope already exists."""

    code = ErrorCode.KEYPOOL_EXISTS


class KeypoolGlobal(DomainError):
    """A global keypool cannot be connected, disconnected or deleted."""

    code = ErrorCode.KEYPOOL_GLOBAL


class KeypoolNotConnected(DomainError):
    """The keypool is not attached to the venue from which it is to be disconnected."""

    code = ErrorCode.KEYPOOL_NOT_CONNECTED


class KeypoolLimitReached(DomainError):
    """The operator already has 500 keypools."""

    code = ErrorCode.KEYPOOL_LIMIT_REACHED


class ScopeNeeded(DomainError):
    """A keypool on a controller needs a scope."""

    code = ErrorCode.SCOPE_NEEDED
    kind = Kind.INVALID


class ControllerNotFound(DomainError):
    """No Ruckus R1 controller of the operator has this id."""

    code = ErrorCode.CONTROLLER_NOT_FOUND
    kind = Kind.NOT_FOUND


@value
class Controller:
    id: str
    operator_id: str
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(row["vertex"][T.id], row["operator"][0])


@value
class OperatorForKeypool:
    id: str
    venue_count: int
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(row["id"], row["venues"])

    @property
    def operator_id(self) -> str:
        return self.id


@value
class OperatorKeypools:
    id: str
    keypools: tuple["Keypool", ...]
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(row["id"], tuple(map(Keypool.from_row, row["keypools"])))

    @property
    def operator_id(self) -> str:
        return self.id


@value
class Keypool:
    id: str
    operator_id: str
    ssid: str
    scope: str
    mechanism: str
    display_order: int
    controller_id: str | None
    controller_pool: str | None
    key_count: int
    subscriber_count: int
    venues: Mapping[str, str] = field(default_factory=dict)
    """Names of venues by id."""
    attached_ids: frozenset[str] = frozenset()
    """Ids of the venues and units to which it is attached directly."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        vertex = row["vertex"]
        return cls(
            id=vertex[T.id],
            operator_id=row["operator"],
            ssid=vertex[Prop.SSID],
            scope=vertex[Prop.SCOPE],
            mechanism=vertex[Prop.AUTHENTICATION],
            display_order=vertex[Prop.DISPLAY_ORDER],
            controller_id=vertex.get(Prop.CONTROLLER),
            controller_pool=vertex.get(Prop.CONTROLLER_POOL),
            key_count=sum(row["keys"]),
            subscriber_count=sum(row["subscribers"]),
            venues={venue[T.id]: venue[Prop.NAME] for venue in row["venues"]},
            attached_ids=frozenset(row["places"]),
        )

    @property
    def venue_ids(self) -> frozenset[str]:
        return frozenset(self.venues)

    def require_local(self) -> Self:
        """Return the keypool itself. Raises KeypoolGlobal."""
        if self.scope == KeypoolScope.GLOBAL:
            raise KeypoolGlobal
        return self


@value
class VenueForKeypool(HasVenue):
    venue: Venue
    ssid_taken: bool

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(Venue.from_row(row["venue"]), bool(row["same"]))


@value
class VenueToConnect:
    """The venue of a connect or a disconnect; unlike with HasVenue, one request may name two different ones."""

    venue: Venue

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(Venue.from_row(row))

    @property
    def id(self) -> str:
        return self.venue.id

    @property
    def operator_id(self) -> str:
        return self.venue.operator_id

    @property
    def venue_ids(self) -> frozenset[str]:
        return self.venue.venue_ids


def truncate_ssid(text: str) -> str:
    """Cut a text to an SSID of 32 characters. Raises SsidNotAllowed, also for more than 32 bytes."""
    ssid = text[:MAX_SSID].rstrip() if len(text) > MAX_SSID else text
    fits = len(ssid) >= MIN_SSID and len(ssid.encode(errors="surrogatepass")) <= MAX_SSID
    if not (fits and SSID_PATTERN.fullmatch(ssid) and ssid.isprintable()):
        raise SsidNotAllowed
    return ssid
