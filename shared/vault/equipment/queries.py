"""Gremlin traversals for equipment."""

from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from vault.callers.references import Texts
from vault.equipment.model import MAX_EQUIPMENT, place_ids
from vault.graph import marks
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import P, Steps, __, new_edge, new_vertex, with_properties, without_properties
from vault.kernel import ids
from vault.operators.model import Operator
from vault.venues import queries as venues


def by_id(equipment_id: str, _tenant: Callable[[], Operator]) -> Steps:
    return __.V(equipment_id).has_label(Label.EQUIPMENT)


def by_name(name: str, tenant: Callable[[], Operator]) -> Steps:
    """The operator's equipment of this EquipmentID at any venue; an EquipmentID_internal names its own alone."""
    if ids.is_equipment_id(name):
        return by_id(name, tenant)
    return __.V().has(Label.EQUIPMENT, Prop.OPERATOR_EQUIPMENT, operator_equipment(tenant().id, name))


def operator_equipment(operator_id: str, name: str) -> str:
    """What equipment is found by: its operator and its cleaned EquipmentID."""
    return f"{operator_id} {ids.slugify(name)}"


def namesakes(equipment: Steps) -> Steps:
    found = equipment.fold().filter_(__.unfold())
    return found.project("pieces").by(__.unfold().element_map().fold())


def at_venue(equipment: Steps, texts: Texts) -> Steps:
    """Those of the equipment that are at the venue which the request names."""
    return equipment.has(Prop.VENUE, texts["venue_id"]).element_map()


class NewEquipmentRequest(Protocol):
    equipment_id: str


def venue_for_equipment(venue: Steps, request: NewEquipmentRequest, texts: Texts) -> Steps:
    same = __.V(ids.equipment_id(texts["venue_id"], request.equipment_id)).has_label(Label.EQUIPMENT)
    return (
        venue.project("venue", "count", "same")
        .by(venues.view(__.identity()))
        .by(__.out_e(Edge.HAS_EQUIPMENT).count())
        .by(same.values(Prop.EQUIPMENT).fold())
    )


def add(venue_id: str, equipment_id: str, properties: Mapping[str, object]) -> list[Steps]:
    return [
        new_vertex(Label.EQUIPMENT, equipment_id, **properties),
        new_edge(venue_id, Edge.HAS_EQUIPMENT, equipment_id, ids.edge_id(venue_id, Edge.HAS_EQUIPMENT, equipment_id)),
    ]


def below_equipment_limit(venue_id: str) -> Steps:
    return __.V(venue_id).out_e(Edge.HAS_EQUIPMENT).limit(MAX_EQUIPMENT).count().is_(P.lt(MAX_EQUIPMENT))


def touch(venue_id: str, changed_at: int) -> Steps:
    """Write to the venue's vertex, so that concurrent changes of what it has conflict."""
    return with_properties(__.V(venue_id), **{Prop.EQUIPMENT_CHANGED_AT: changed_at})


def find_taken_places(venue_id: str) -> Steps:
    return __.V(*place_ids(venue_id)).has_label(Label.GATEWAY_PLACE).id_()


def take_place(place_id: str, venue_id: str, equipment_id: str) -> list[Steps]:
    """Make a piece a gateway of its venue, which it stays."""
    tie = (venue_id, Edge.HAS_GATEWAY, equipment_id)
    return [new_vertex(Label.GATEWAY_PLACE, place_id), new_edge(*tie, ids.edge_id(*tie))]


def with_configuration(equipment_id: str, configuration: str) -> Steps:
    """A guard that holds while nobody has configured the piece since it was read."""
    return __.V(equipment_id).has(Prop.CONFIGURATION, configuration)


def update(equipment_id: str, properties: Mapping[str, object], removed: Collection[str]) -> Steps:
    return with_properties(without_properties(__.V(equipment_id), *sorted(removed)), **properties)


def mark_waiting_gateway(equipment_id: str, moment: int) -> Steps:
    """Make what waits at a gateway due."""
    return marks.set_mark(__.V(equipment_id).has(Prop.OPERATOR_WAITING), moment)


def unmark_gateway(equipment_id: str) -> Steps:
    return marks.remove_mark(__.V(equipment_id))


def end_back_offs(key: str) -> Steps:
    """Make the VLANs due that the gateway refused, whenever their next try is."""
    refused = __.V().has(Label.GATEWAY_VLAN, Prop.WAITING_AT, key).has(Prop.NEXT_TRY_AT)
    return without_properties(refused, Prop.FAILURES, Prop.NEXT_TRY_AT)


def store_login(equipment_id: str, epoch: str, fingerprint: str, transport: str) -> Steps:
    """What a login has shown of the device, unless its address has changed since."""
    found = {Prop.CERTIFICATE: fingerprint or None, Prop.TRANSPORT: transport or None}
    return with_properties(__.V(equipment_id).has(Prop.EPOCH, epoch), **found)


def with_ids(equipment_ids: Collection[str]) -> Steps:
    return __.V(*equipment_ids).has_label(Label.EQUIPMENT).element_map()
