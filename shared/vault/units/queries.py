"""Gremlin traversals for units."""

from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from vault.callers.references import Texts
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import (
    Merge,
    P,
    Steps,
    T,
    TextP,
    __,
    empty_steps,
    merge_edge,
    new_edge,
    new_vertex,
    with_properties,
)
from vault.kernel import ids
from vault.kernel.errors import FieldMissing
from vault.kernel.vocabulary import wire_name
from vault.operators.model import Operator
from vault.units.model import MAX_AUTOMATIC, UnitNames


def by_id(unit_id: str, _operator: Callable[[], Operator]) -> Steps:
    return __.V(unit_id).has_label(Label.UNIT)


def by_external_id(external_id: str, _operator: Callable[[], Operator]) -> Steps:
    """Yields units of every operator, and of several venues of one."""
    return __.V().has(Label.UNIT, Prop.EXTERNAL_UNIT_ID, external_id)


def view_at_venue(unit: Steps, texts: Texts) -> Steps:
    """A unit; an external id names that of the venue which is named too. Raises FieldMissing where none is."""
    if "external_venue_unit_id" not in texts:
        return view(unit)
    venue = __.in_(Edge.HAS_UNIT)
    if external_id := texts.get("external_venue_id"):
        return view(unit.where(venue.has(Prop.EXTERNAL_VENUE_ID, external_id)))
    if venue_id := texts.get("venue_id"):
        return view(unit.where(venue.has_id(venue_id)))
    raise FieldMissing(field=(wire_name("venue_id"), wire_name("external_venue_id")))


def view(unit: Steps) -> Steps:
    return view_with(unit)


def view_with(unit: Steps, **more: Steps) -> Steps:
    """A unit; `more` are further projections of it, by name."""
    steps = (
        unit.project("vertex", "venue", "operator", *more)
        .by(__.element_map())
        .by(__.in_(Edge.HAS_UNIT).id_().fold())
        .by(__.in_(Edge.HAS_UNIT).out(Edge.BELONGS_TO).id_().fold())
    )
    for part in more.values():
        steps = steps.by(part)
    return steps


class NewUnitRequest(Protocol):
    vlan: int | None

    def parts(self) -> UnitNames: ...


def venue_for_new_unit(venue: Steps, request: NewUnitRequest, texts: Texts) -> Steps:
    """A venue with its VLANs, of which 200 suffice: with more units, none is assigned automatically."""
    vlans = __.out(Edge.HAS_VLAN) if request.vlan is None else empty_steps()
    used = vlans.clone().where(__.in_(Edge.ON_VLAN)).limit(MAX_AUTOMATIC)
    return (
        venue.project("vertex", "operator", "units", "vlans", "released", "taken")
        .by(__.element_map())
        .by(__.out(Edge.BELONGS_TO).id_().fold())
        .by(__.out_e(Edge.HAS_UNIT).count())
        .by(used.values(Prop.VLAN).fold())
        .by(vlans.clone().not_(__.in_(Edge.ON_VLAN)).values(Prop.VLAN).fold())
        .by(view(_units_with_ids_of(request.parts(), texts.get("venue_id"))).fold())
    )


def venue_with_units(venue: Steps) -> Steps:
    return (
        venue.project("vertex", "operator", "units")
        .by(__.element_map())
        .by(__.out(Edge.BELONGS_TO).id_().fold())
        .by(__.out(Edge.HAS_UNIT).element_map().fold())
    )


def venue_with_buildings(venue: Steps) -> Steps:
    return (
        venue.project("vertex", "operator", "buildings")
        .by(__.element_map())
        .by(__.out(Edge.BELONGS_TO).id_().fold())
        .by(__.out(Edge.HAS_UNIT).values(Prop.BUILDING).dedup().fold())
    )


def _units_with_ids_of(parts: UnitNames, venue_id: str | None) -> Steps:
    """Units that have one of the ids that the names may lead to, or were given such names."""
    if venue_id:
        renamed = _units_shown_as(ids.unit_display_id(venue_id, *parts))
        return __.union(__.V(*ids.unit_ids(venue_id, *parts)).has_label(Label.UNIT), renamed).dedup()
    choices = ids.unit_ids("", *parts)
    renamed = __.has(Prop.DISPLAY_ID, TextP.ending_with(ids.unit_display_id("", *parts)))
    return __.out(Edge.HAS_UNIT).or_(__.has(Prop.SHORT_ID, P.within(*choices)), renamed)


def by_name(venue_id: str, unit: str, building: str, floor: str) -> Steps:
    """The unit of these names, or of names that differ in case and spaces alone."""
    choices = ids.unit_ids(venue_id, unit, building, floor)
    are_clean = all(map(ids.is_clean, (unit, building, floor)))
    renamed = _units_shown_as(ids.unit_display_id(venue_id, unit, building, floor))
    with_id = __.V(*choices).has_label(Label.UNIT)
    exact = __.union(with_id, renamed.clone()).dedup().has(Prop.UNIT, unit)
    alike = [choices.suffixed] + [choices.plain] * are_clean
    others = [__.V(unit_id).has_label(Label.UNIT).has_not(Prop.DISPLAY_ID) for unit_id in alike]
    named = exact.has(Prop.BUILDING, building).has(Prop.FLOOR, floor)
    return __.coalesce(named, *others, *[renamed] * are_clean)


def no_other_unit_named(venue_id: str, names: UnitNames, unit_id: str) -> Steps:
    """A guard that holds while no other unit has these names, or an id or names that are cleaned to the same."""
    display_id = ids.unit_display_id(venue_id, *names)
    unit, building, floor = names
    exact = __.V(*ids.unit_ids(venue_id, *names)).has_label(Label.UNIT).has(Prop.UNIT, unit)
    named = exact.has(Prop.BUILDING, building).has(Prop.FLOOR, floor)
    others = __.union(__.V(display_id).has_label(Label.UNIT), named, _units_shown_as(display_id))
    return __.not_(others.not_(__.has_id(unit_id)))


def _units_shown_as(display_id: str) -> Steps:
    return __.V().has(Label.UNIT, Prop.DISPLAY_ID, display_id)


def set_display_id(unit_id: str, display_id: str) -> Steps:
    """Store what tells the names of a unit from those of others, once it is renamed."""
    return with_properties(__.V(unit_id), **{Prop.DISPLAY_ID: display_id})


def add(venue_id: str, unit_id: str, properties: Mapping[str, object]) -> list[Steps]:
    return [
        new_vertex(Label.UNIT, unit_id, **properties),
        new_edge(venue_id, Edge.HAS_UNIT, unit_id, ids.edge_id(venue_id, Edge.HAS_UNIT, unit_id)),
    ]


def create_vlan(venue_id: str, vlan: int) -> list[Steps]:
    vertex = ids.vlan_id(venue_id, vlan)
    return [
        new_vertex(Label.VLAN, vertex, **{Prop.VLAN: vlan}),
        new_edge(venue_id, Edge.HAS_VLAN, vertex, ids.edge_id(venue_id, Edge.HAS_VLAN, vertex)),
    ]


def share_vlan(venue_id: str, vlan: int) -> list[Steps]:
    vertex = ids.vlan_id(venue_id, vlan)
    found = {T.id: vertex, T.label: Label.VLAN}
    edge = merge_edge(venue_id, Edge.HAS_VLAN, vertex, ids.edge_id(venue_id, Edge.HAS_VLAN, vertex))
    return [__.merge_v(found).option(Merge.on_create, {**found, Prop.VLAN: vlan}), edge]


def put_on_vlan(unit_id: str, venue_id: str, vlan: int) -> Steps:
    vertex = ids.vlan_id(venue_id, vlan)
    return new_edge(unit_id, Edge.ON_VLAN, vertex, ids.edge_id(unit_id, Edge.ON_VLAN, vertex))


def move_to_vlan(unit_id: str, venue_id: str, vlan: int) -> list[Steps]:
    """Move a unit to the vertex of a VLAN, which is there, and write the VLAN to the policies of all keys there."""
    return [
        __.V(unit_id).out_e(Edge.ON_VLAN).drop(),
        put_on_vlan(unit_id, venue_id, vlan),
        with_properties(__.V(unit_id), **{Prop.VLAN: vlan}),
        __.V(unit_id).in_e(Edge.AT_UNIT).property(Prop.VLAN, vlan),
    ]


def still_on_vlan(unit_id: str, vlan: int) -> Steps:
    return __.V(unit_id).has(Prop.VLAN, vlan)


def no_other_unit_on(vlan_ids: Collection[str], unit_id: str | None) -> Steps:
    """A guard that holds while no unit but this one is on one of the VLANs."""
    units = __.V(*vlan_ids).in_(Edge.ON_VLAN)
    return __.not_(units.not_(__.has_id(unit_id)) if unit_id else units)


def vlans_in_use() -> Steps:
    """Of a venue."""
    return __.out(Edge.HAS_VLAN).where(__.in_(Edge.ON_VLAN)).values(Prop.VLAN)


def at_units_version(venue_id: str, version: str) -> Steps:
    venue = __.V(venue_id)
    return venue.has(Prop.UNITS_VERSION, version) if version else venue.has_not(Prop.UNITS_VERSION)


def set_units_version(venue_id: str) -> Steps:
    """Write to the venue, so that of two concurrent writes that compare its VLANs one conflicts."""
    return with_properties(__.V(venue_id), **{Prop.UNITS_VERSION: ids.generate_id("units")})


def still_released_vlan(venue_id: str, vlan: int) -> Steps:
    return __.V(ids.vlan_id(venue_id, vlan)).not_(__.in_(Edge.ON_VLAN))


def reuse_vlan(venue_id: str, vlan: int, moment: int) -> Steps:
    """Write to a released VLAN, so that two units that take it concurrently conflict."""
    return with_properties(__.V(ids.vlan_id(venue_id, vlan)), **{Prop.CHANGED_AT: moment})
