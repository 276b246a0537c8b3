"""The units of a venue in the order of their names, and everything about the first of them."""

import re
from typing import Protocol, Self

from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop, Row
from vault.graph.steps import Order, Steps, T, __
from vault.kernel.ids import fold_name
from vault.kernel.values import value
from vault.keypools.model import KeypoolScope
from vault.keypools.queries import keypools_at
from vault.units.model import Unit, VenueWithUnits

MAX_SUBSCRIPTIONS, MAX_POLICIES = 200, 500
"""Of a unit: the latest ones."""
DIGITS = re.compile("[0-9]+")
LONGEST_NUMBER = 40


@value
class UnitDetails:
    """A unit with the plans, keypools, subscriptions and policies there, as rows."""

    keypools: tuple[Row, ...]
    plans: tuple[Row, ...]
    subscriptions: tuple[Row, ...]
    policies: tuple[Row, ...]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(*(tuple(row[part]) for part in ("keypools", "plans", "subscriptions", "policies")))


class _UnitFilter(Protocol):
    unit: Unit | None
    unit_building: str
    unit_floor: str
    unit_id: str


def select_units(venue: VenueWithUnits, requested: _UnitFilter) -> dict[str, Row]:
    """The vertices of the units that match, by keys in the order of building, floor and unit, 2 before 10."""
    names = {Prop.BUILDING: requested.unit_building, Prop.FLOOR: requested.unit_floor, Prop.UNIT: requested.unit_id}
    parts = {prop: fold_name(name) for prop, name in names.items() if name}
    found = (
        vertex
        for vertex in venue.units
        if (requested.unit is None or vertex[T.id] == requested.unit.id)
        and all(fold_name(vertex[prop]) == name for prop, name in parts.items())
    )
    return dict(sorted((_natural_key(vertex), vertex) for vertex in found))


def _natural_key(unit: Row) -> str:
    """A text that sorts as people sort names with numbers; of two equal names the id decides."""
    names = (unit[Prop.BUILDING], unit[Prop.FLOOR], unit[Prop.UNIT])
    padded = (DIGITS.sub(lambda digits: digits[0].zfill(LONGEST_NUMBER), fold_name(name)) for name in names)
    return "\0".join((*padded, unit[T.id]))


def load_unit_details(unit_id: str) -> UnitDetails:
    """Raises Unavailable."""
    rows = execute(_details(__.V(unit_id)), "READER")
    return UnitDetails.from_row(rows[0]) if rows else UnitDetails((), (), (), ())


def _details(unit: Steps) -> Steps:
    venue = __.in_(Edge.HAS_UNIT)
    pools = keypools_at(venue.clone(), venue.clone(), __.identity())
    places = __.out(Edge.SHOWN_AT).id_().fold()
    return (
        unit.project("keypools", "plans", "subscriptions", "policies")
        .by(pools.project("vertex", "places").by(__.element_map()).by(places).fold())
        .by(venue.clone().in_(Edge.OFFERED_AT).element_map().fold())
        .by(_subscriptions().fold())
        .by(_policies().fold())
    )


def _subscriptions() -> Steps:
    latest = __.in_(Edge.SUBSCRIPTION_AT).order().by(Prop.STARTS_AT, Order.desc).limit(MAX_SUBSCRIPTIONS)
    return (
        latest.project("vertex", "plan", "person")
        .by(__.element_map())
        .by(__.out(Edge.SUBSCRIPTION_PLAN).element_map(Prop.NAME, Prop.BILLING_CYCLE_HOURS).fold())
        .by(__.in_(Edge.SUBSCRIBES).element_map(Prop.TOKEN, Prop.STATUS).fold())
    )


def _policies() -> Steps:
    latest = __.in_e(Edge.AT_UNIT).order().by(Prop.STARTS_AT, Order.desc).limit(MAX_POLICIES)
    return (
        latest.project("edge", "key", "ssid", "person")
        .by(__.element_map())
        .by(__.out_v().id_())
        .by(__.out_v().out(Edge.IN_BIN).in_(Edge.HAS_BIN).values(Prop.SSID).fold())
        .by(__.out_v().in_(Edge.HOLDS).values(Prop.TOKEN).fold())
    )


def scope_at(keypool: Row, unit_id: str) -> str:
    """Where a keypool is shown: everywhere, at the venue or at the unit itself."""
    if keypool["vertex"][Prop.SCOPE] == KeypoolScope.GLOBAL:
        return str(KeypoolScope.GLOBAL)
    return "unit" if unit_id in keypool["places"] else "venue"
