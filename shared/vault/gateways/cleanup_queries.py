"""Gremlin traversals of the clean-up of deleted gateways."""

from collections.abc import Collection, Mapping

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
