"""Units and their VLANs."""

import enum
from collections.abc import Mapping
from typing import Protocol, Self, TypeAlias

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.addresses import AddressInput
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value
from vault.operators.model import Operator
from vault.venues.model import HasVenue, Venue

UnitNames: TypeAlias = tuple[str, str, str]
"""Unit, building and floor."""
DEFAULT_PART = "DEFAULT"
HIGHEST_VLAN = 4094
DEFAULT_RANGE = (1050, HIGHEST_VLAN)
MAX_UNITS = 5000
MAX_AUTOMATIC = 200


class Purpose(enum.StrEnum):
    WIRED_UNIT = "wiredunit"
    LOCAL_WIRELESS_ONLY = "localwirelessonly"
    GLOBAL_ROAMING = "globalroaming"


VlanRanges: TypeAlias = Mapping[Purpose, tuple[int | None, int | None]]
"""First and last VLAN of each range, by the purpose of its units; None is inherited."""
RANGE_PROPERTIES = {
    Purpose.WIRED_UNIT: (Prop.VLAN_MINIMUM_WIRED, Prop.VLAN_MAXIMUM_WIRED),
    Purpose.LOCAL_WIRELESS_ONLY: (Prop.VLAN_MINIMUM_LOCAL, Prop.VLAN_MAXIMUM_LOCAL),
    Purpose.GLOBAL_ROAMING: (Prop.VLAN_MINIMUM_ROAMING, Prop.VLAN_MAXIMUM_ROAMING),
}


class UnitNotFound(DomainError):
    """No unit in the caller's reach has this id."""

    code = ErrorCode.UNIT_NOT_FOUND
    kind = Kind.NOT_FOUND


class UnitIdMissing(DomainError):
    """A unit without an id, and without an address from which one can be derived."""

    code = ErrorCode.UNIT_ID_MISSING
    kind = Kind.INVALID


class VlanRequired(DomainError):
    """A venue with 200 units or more needs VLANs assigned by hand."""

    code = ErrorCode.VLAN_REQUIRED


class VlanRangeExhausted(DomainError):
    """Every VLAN of the range is in use."""

    code = ErrorCode.VLAN_RANGE_EXHAUSTED


class UnitLimitReached(DomainError):
    """The venue already has 5,000 units."""

    code = ErrorCode.UNIT_LIMIT_REACHED


class UnitNameTaken(DomainError):
    """Another unit of the venue has a name that differs in case and spaces alone."""

    code = ErrorCode.UNIT_NAME_TAKEN


@value
class Unit:
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
    def names(self) -> UnitNames:
        return self.name, self.building, self.floor

    @property
    def address(self) -> AddressInput:
        return AddressInput(
            self.vertex.get(Prop.ADDRESS_LINE_1),
            self.vertex.get(Prop.ADDRESS_LINE_2),
            self.vertex.get(Prop.ADDRESS_LINE_3),
            self.vertex.get(Prop.CITY),
            self.vertex.get(Prop.STATE),
            self.vertex.get(Prop.COUNTRY),
            self.vertex.get(Prop.POSTAL_CODE),
        )

    @property
    def venue_ids(self) -> frozenset[str]:
        return frozenset({self.venue_id})


class HasUnit:
    """For values that add to a unit: named and scoped as the unit is."""

    unit: Unit

    @property
    def id(self) -> str:
        return self.unit.id

    @property
    def operator_id(self) -> str:
        return self.unit.operator_id

    @property
    def venue_id(self) -> str:
        return self.unit.venue_id

    @property
    def venue_ids(self) -> frozenset[str]:
        return self.unit.venue_ids


@value
class VenueOffset:
    """From a unit's VLAN to that of its wireless-only plans at a venue, 0 for none.

    `version` is another one after each change of the offset, or of the VLAN or the names of a unit; writes that compare
    these are guarded by it.
    """

    venue_id: str
    offset: int = 0
    version: str = ""

    @classmethod
    def from_vertex(cls, venue: Row) -> Self:
        return cls(venue[T.id], venue.get(Prop.WIRELESS_ONLY_OFFSET, 0), venue.get(Prop.UNITS_VERSION, ""))


@value
class VenueForNewUnit(HasVenue):
    venue: Venue
    ranges: VlanRanges
    unit_count: int
    offset: VenueOffset
    vlans: frozenset[int]
    """VLANs in use."""
    taken: tuple[Unit, ...]
    """Units with an id that the new one's names may lead to."""
    released_vlans: frozenset[int] = frozenset()
    """VLANs that were in use and are free again."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(
            venue=Venue.from_row(row),
            ranges=vlan_ranges_of(row["vertex"]),
            unit_count=row["units"],
            offset=VenueOffset.from_vertex(row["vertex"]),
            vlans=frozenset(row["vlans"]),
            taken=tuple(map(Unit.from_row, row["taken"])),
            released_vlans=frozenset(row["released"]),
        )


@value
class VenueWithUnits(HasVenue):
    venue: Venue
    units: tuple[Row, ...]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(Venue.from_row(row), tuple(sorted(row["units"], key=lambda vertex: str(vertex[T.id]))))


@value
class VenueWithBuildings(HasVenue):
    venue: Venue
    buildings: tuple[str, ...]
    """Each once, sorted without case."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(Venue.from_row(row), tuple(sorted(row["buildings"], key=lambda name: (name.casefold(), name))))


def vlan_ranges_of(vertex: Row) -> VlanRanges:
    """The ranges of a venue or an operator."""
    return {purpose: (vertex.get(low), vertex.get(high)) for purpose, (low, high) in RANGE_PROPERTIES.items()}


class _HasRanges(Protocol):
    @property
    def ranges(self) -> VlanRanges:
        """The ranges of a venue."""


def vlan_range_for(purpose: Purpose, venue: _HasRanges, operator: Operator) -> tuple[int, int]:
    """First and last VLAN to assign: each the venue's, else the operator's, else 1050 and 4094."""
    own_halves = venue.ranges.get(purpose, (None, None))
    halves = zip(own_halves, vlan_ranges_of(operator.vertex)[purpose], DEFAULT_RANGE, strict=True)
    low, high = (own or inherited or default for own, inherited, default in halves)
    return low, min(high, HIGHEST_VLAN)


def unit_id_from_address(line1: str, line2: str) -> str:
    """First and last word of the address lines, joined by a hyphen; empty without any."""
    words = f"{line1} {line2}".split()
    return f"{words[0]}-{words[-1]}" if words else ""
