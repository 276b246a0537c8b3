"""Gremlin traversals of the clean-up of deleted gateways."""

from collections.abc import Collection, Mapping

from vault.equipment.model import Equipment
from vault.gateway_marks.queries import driven_gateways
from vault.gateways.backoff import Retry
from vault.graph import marks
from vault.graph.schema import Label, Prop
from vault.graph.steps import Steps, __, new_vertex, with_properties, without_properties


def add(cleanup_id: str, properties: Mapping[str, object], moment: int) -> Steps:
    vertex = new_vertex(Label.GATEWAY_CLEANUP, cleanup_id, **properties, **{Prop.QUEUED_AT: moment})
    return marks.set_mark(vertex, moment)


def states(equipment_key: str, most: int) -> Steps:
    """What a gateway confirmed, of any VLAN."""
    return __.V().has(Label.GATEWAY_VLAN, Prop.EQUIPMENT_KEY, equipment_key).limit(most).element_map()


def successors(equipment: Equipment) -> Steps:
    """Driven gateways of its venue at its address: they are the same device."""
    gateways = driven_gateways(__.V(equipment.venue_id))
    for prop in (Prop.IP_ADDRESS, Prop.PORT):
        gateways = gateways.has(prop, equipment.vertex[prop])
    return gateways


def has_no_successor(equipment: Equipment) -> Steps:
    return __.not_(successors(equipment))


def is_as_read(equipment: Equipment) -> list[Steps]:
    """Guards that hold while no session with the gateway has begun or ended since it was read."""
    vertex, found = equipment.vertex, __.V(equipment.id)
    return [
        found.clone().has(prop, vertex[prop]) if prop in vertex else found.clone().has_not(prop)
        for prop in (Prop.ATTEMPTED, Prop.LEASE_HOLDER)
    ]


def drop(vertex_ids: Collection[str]) -> list[Steps]:
    return [__.V(*vertex_ids).drop()] if vertex_ids else []


def look_again(cleanup_id: str, due_at: int) -> Steps:
    return marks.set_mark(__.V(cleanup_id), due_at)


def try_again(cleanup_id: str, retry: Retry, words: str) -> Steps:
    failure = {Prop.FAILURES: retry.failures, Prop.NEXT_TRY_AT: retry.next_try_at, Prop.LAST_ERROR: words}
    return marks.set_mark(with_properties(__.V(cleanup_id), **failure), retry.next_try_at)


def give_up(cleanup_id: str, moment: int) -> Steps:
    """From now on the device is not called any more."""
    return marks.set_mark(without_properties(__.V(cleanup_id), Prop.DRIVEN_BY, Prop.NEXT_TRY_AT), moment)
