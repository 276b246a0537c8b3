"""Units and their VLANs."""

import enum
import json
from collections.abc import Collection, Mapping
from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value
from vault.operators.model import Operator
from vault.venues.model import HasVenue, Venue

DEFAULT_PART = "DEFAULT"
DEFAULT_RANGE = (1050, 4094)
MAX_UNITS = 5000
MAX_AUTOMATIC = 200
ADDRESS = {
    "line1": Prop.ADDRESS_LINE_1,
    "line2": Prop.ADDRESS_LINE_2,
    "line3": Prop.ADDRESS_LINE_3,
    "city": Prop.CITY,
    "state": Prop.STATE,
    "country": Prop.COUNTRY,
    "postal_code": Prop.POSTAL_CODE,
}


class Purpose(enum.StrEnum):
    """What a unit's network access is for."""

    WIRED_UNIT = "wiredunit"
    LOCAL_WIRELESS_ONLY = "localwirelessonly"
    GLOBAL_ROAMING = "globalroaming"


class UnitNotFound(DomainError):
    """No unit of the operator, within the caller's reach, has this id."""

    code = ErrorCode.UNIT_NOT_FOUND
    kind = Kind.NOT_FOUND


class UnitIdMissing(DomainError):
    """A unit without an id, and an address of which none can be made."""

    code = ErrorCode.UNIT_ID_MISSING
    kind = Kind.INVALID


class VlanRequired(DomainError):
    """From 200 units on, a venue's VLANs are given by hand."""

    code = ErrorCode.VLAN_REQUIRED


class VlanRangeExhausted(DomainError):
    """Every VLAN of the range is taken."""

    code = ErrorCode.VLAN_RANGE_EXHAUSTED


class UnitLimitReached(DomainError):
    """A venue has 5,000 units at the most."""

    code = ErrorCode.UNIT_LIMIT_REACHED


class UnitNameTaken(DomainError):
    """Another unit of the venue, of another raw name, has the same cleaned id."""

    code = ErrorCode.UNIT_NAME_TAKEN


@value
class Unit:
    """A unit of a venue; the address is its own or the venue's."""

    id: str
    operator_id: str
    venue_id: str
    name: str
    building: str
    floor: str
    purpose: str
    vlan: int
    vertex: Row

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the rows of the unit's view."""
        vertex = row["vertex"]
        return cls(
            id=vertex[T.id],
            operator_id=row["operator"][0],
            venue_id=row["venue"][0],
            name=vertex[Prop.UNIT],
            building=vertex[Prop.BUILDING],
            floor=vertex[Prop.FLOOR],
            purpose=vertex[Prop.PURPOSE],
            vlan=vertex[Prop.VLAN],
            vertex=vertex,
        )

    @property
    def address(self) -> dict[str, str | None]:
        """The address by the names of its parts, as `addresses.postal_address` takes it."""
        return {part: self.vertex.get(prop) for part, prop in ADDRESS.items()}

    @property
    def venue_ids(self) -> frozenset[str]:
        """The venues at which a role reaches it."""
        return frozenset({self.venue_id})


@value
class VenueForNewUnit(HasVenue):
    """A venue about to get a unit: its units counted, its VLANs, and the unit if it is there already."""

    venue: Venue
    ranges: Mapping[str, tuple[int, int]]
    unit_count: int
    vlans: frozenset[int]
    """In use."""
    existing: Unit | None
    released_vlans: frozenset[int] = frozenset()
    """Once in use, and not any more."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the rows of the site's view."""
        existing = row["existing"]
        return cls(
            venue=Venue.from_row(row),
            ranges=vlan_ranges_of(row["vertex"]),
            unit_count=row["units"],
            vlans=frozenset(row["vlans"]),
            existing=Unit.from_row(existing[0]) if existing else None,
            released_vlans=frozenset(row["left"]),
        )


@value
class VenueWithUnits(HasVenue):
    """A venue with all of its units, as vertices in the order of their ids."""

    venue: Venue
    units: tuple[Row, ...]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the rows of the roll's view."""
        return cls(Venue.from_row(row), tuple(sorted(row["units"], key=lambda vertex: str(vertex[T.id]))))


def vlan_ranges_of(vertex: Row) -> Mapping[str, tuple[int, int]]:
    """The VLAN ranges that a venue or an operator has, by purpose."""
    stored: dict[str, list[int]] = json.loads(vertex.get(Prop.VLAN_RANGES, "{}"))
    return {purpose: (low, high) for purpose, (low, high) in stored.items()}


def vlan_range_for(purpose: Purpose, venue: VenueForNewUnit, operator: Operator) -> tuple[int, int]:
    """The first and last VLAN to give by itself: the venue's, else the operator's, else 1050 to 4094."""
    low, high = venue.ranges.get(purpose) or vlan_ranges_of(operator.vertex).get(purpose) or DEFAULT_RANGE
    return low, min(high, DEFAULT_RANGE[1])


def lowest_unused_vlan(low: int, high: int, used: Collection[int]) -> int:
    """The lowest VLAN from low to high that is not used. Raises VlanRangeExhausted."""
    for vlan in range(low, high + 1):
        if vlan not in used:
            return vlan
    raise VlanRangeExhausted


def unit_id_from_address(line1: str, line2: str) -> str:
    """A unit's id where none is given: first and last word of its address lines, joined by a hyphen; else empty."""
    words = f"{line1} {line2}".split()
    return f"{words[0]}-{words[-1]}" if words else ""
