"""Things with settings, and the errors of what settings say together."""

from collections.abc import Mapping
from dataclasses import field
from typing import Self

from vault.configuration.setting import Changes, Configured
from vault.equipment.model import Equipment
from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError
from vault.kernel.values import value
from vault.keypools.model import KeypoolScope
from vault.notifications.own_templates import OwnTemplate
from vault.venues.model import HasVenue, Venue


class NasIdentifierTaken(DomainError):
    """Another venue of the operator has this NAS-Identifier."""

    code = ErrorCode.NAS_IDENTIFIER_TAKEN


class VlanRangeInvalid(DomainError):
    """The minimum of a range of VLANs is over its maximum, with the half in effect where only one is set."""

    code = ErrorCode.VLAN_RANGE_INVALID


@value
class ConfiguredVenue(HasVenue):
    """A venue with all properties of its vertex, and what the rules of some settings look at where these are given."""

    venue: Venue
    vertex: Row
    vlans: frozenset[int] = frozenset()
    """Those in use, for the offset of wireless-only plans."""
    gateways: tuple[Equipment, ...] = ()
    """Those that are driven, for the reset of their errors."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        gateways = tuple(map(Equipment.from_row, row.get("gateways", ())))
        return cls(Venue.from_row(row), row["vertex"], frozenset(row.get("vlans", ())), gateways)


def venue_of(changes: Changes) -> ConfiguredVenue:
    """The venue whose settings change. Raises TypeError for another thing, to which a venue's rule does not apply."""
    if isinstance(changes.thing, ConfiguredVenue):
        return changes.thing
    raise TypeError(type(changes.thing))


@value
class ConfiguredOperator:
    """An operator with all properties of its vertex, what it has of keypools, and the texts that a request replaces."""

    id: str
    vertex: Row
    venue_count: int
    keypool_count: int
    global_ssids: frozenset[str]
    terms: Mapping[str, str] = field(default_factory=dict, hash=False)
    """By locale."""
    templates: frozenset[OwnTemplate] = frozenset()
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        ssids = frozenset(pool["ssid"] for pool in row["keypools"] if pool["scope"] == KeypoolScope.GLOBAL)
        terms = {vertex[Prop.LOCALE]: vertex[Prop.TEXT] for vertex in row["terms"]}
        templates = frozenset(map(OwnTemplate.from_vertex, row["templates"]))
        return cls(row["vertex"][T.id], row["vertex"], row["venues"], len(row["keypools"]), ssids, terms, templates)

    @property
    def operator_id(self) -> str:
        return self.id


def as_operator(thing: Configured) -> ConfiguredOperator:
    """Raises TypeError for another thing, to which an operator's rule does not apply."""
    if isinstance(thing, ConfiguredOperator):
        return thing
    raise TypeError(type(thing))
