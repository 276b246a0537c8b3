"""A keypool: one SSID of an operator, shown at every venue, or at some venues and units."""

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
SSID_PATTERN = re.compile(r"(?![!#;\s])[^\x00-\x1f\x7f\"+/\]]+(?<!\s)")
"""No control characters, none of " + / ], no ! # ; in front and no space at the ends, which access points refuse."""


class KeypoolScope(enum.StrEnum):
    """Where a keypool is shown: at every venue of the operator, or where it was attached."""

    GLOBAL = "global"
    LOCAL = "local"


class Mechanism(enum.StrEnum):
    """How devices authenticate: with a pre-shared key, or with a dynamic one through a controller."""

    WPA2 = "WPA2"
    WPA3 = "WPA3"


class SsidNotAllowed(DomainError):
    """A network name that access points do not take."""

    code = ErrorCode.SSID_NOT_ALLOWED
    kind = Kind.INVALID


class SsidTaken(DomainError):
    """An SSID that is shown at the venue, or at one of its units, already."""

    code = ErrorCode.SSID_TAKEN


class KeypoolNotFound(DomainError):
    """No keypool of the operator, within the caller's reach, has this id; one that is being deleted has none."""

    code = ErrorCode.KEYPOOL_NOT_FOUND
    kind = Kind.NOT_FOUND


class KeypoolExists(DomainError):
    """A keypool of this SSID and scope is there already."""

    code = ErrorCode.KEYPOOL_EXISTS


class KeypoolGlobal(DomainError):
    """A keypool of every venue, which cannot be connected, disconnected or deleted."""

    code = ErrorCode.KEYPOOL_GLOBAL


class KeypoolNotConnected(DomainError):
    """A keypool that is not shown at the venue from which it is to be disconnected."""

    code = ErrorCode.KEYPOOL_NOT_CONNECTED


class KeypoolLimitReached(DomainError):
    """An operator has 500 keypools at the most."""

    code = ErrorCode.KEYPOOL_LIMIT_REACHED


class ScopeNeeded(DomainError):
    """A keypool on a controller without a scope."""

    code = ErrorCode.SCOPE_NEEDED
    kind = Kind.INVALID


class ControllerNotFound(DomainError):
    """No Ruckus R1 controller of the operator has this id."""

    code = ErrorCode.CONTROLLER_NOT_FOUND
    kind = Kind.NOT_FOUND


@value
class Controller:
    """A Ruckus R1 controller of the operator."""

    id: str
    operator_id: str
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the rows of the controller's view."""
        return cls(row["vertex"][T.id], row["operator"][0])


@value
class OperatorForKeypool:
    """An operator as a new keypool sees it: how many venues there are to be attached to."""

    id: str
    venue_count: int
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the rows of the network's view."""
        return cls(row["id"], row["venues"])

    @property
    def operator_id(self) -> str:
        """The operator itself."""
        return self.id


@value
class OperatorKeypools:
    """An operator with all of its keypools."""

    id: str
    keypools: tuple["Keypool", ...]
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the rows of the catalogue's view."""
        return cls(row["id"], tuple(map(Keypool.from_row, row["keypools"])))

    @property
    def operator_id(self) -> str:
        """The operator itself."""
        return self.id


@value
class Keypool:
    """A keypool with what hangs from it: its keys and their holders counted, and the venues where it was attached."""

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
    """Names by id."""
    attached_ids: frozenset[str] = frozenset()
    """The venues and units to which it was attached themselves."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the rows of the keypool's view."""
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
        """The venues at which a role reaches it."""
        return frozenset(self.venues)

    def require_local(self) -> Self:
        """Itself, unless it is global. Raises KeypoolGlobal."""
        if self.scope == KeypoolScope.GLOBAL:
            raise KeypoolGlobal
        return self


@value
class VenueForKeypool(HasVenue):
    """A venue where a keypool is to be attached."""

    venue: Venue
    ssid_taken: bool

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the rows of the place's view."""
        return cls(Venue.from_row(row["venue"]), bool(row["same"]))


@value
class VenueToConnect:
    """A venue to or from which a keypool is to be moved; one call may name two, which need not be the same."""

    venue: Venue

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the rows of the venue's view."""
        return cls(Venue.from_row(row))

    @property
    def id(self) -> str:
        """The venue's id."""
        return self.venue.id

    @property
    def operator_id(self) -> str:
        """The venue's operator."""
        return self.venue.operator_id

    @property
    def venue_ids(self) -> frozenset[str]:
        """The venue itself."""
        return self.venue.venue_ids


def truncate_ssid(text: str) -> str:
    """The SSID that a text makes: cut to 32 characters. Raises SsidNotAllowed, also for more than 32 bytes."""
    ssid = text[:MAX_SSID].rstrip() if len(text) > MAX_SSID else text
    fits = len(ssid) >= MIN_SSID and len(ssid.encode(errors="surrogatepass")) <= MAX_SSID
    if not (fits and SSID_PATTERN.fullmatch(ssid) and ssid.isprintable()):
        raise SsidNotAllowed
    return ssid
