"""Gremlin traversals of the worker: what waits at a gateway, and what it confirmed."""

from collections.abc import Collection

from vault.gateways.queries import vlans_with_subscriptions
from vault.graph import marks
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Order, P, Steps, __, single, with_properties, without_properties

WAITING_PROPERTIES = (Prop.WAITING_AT, Prop.QUEUED_AT, Prop.URGENT)
FAILURE_PROPERTIES = (Prop.FAILURES, Prop.NEXT_TRY_AT, Prop.LAST_ERROR)


def waiting_vlans(equipment_key: str, moment: int, most: int) -> Steps:
    """What is due at a gateway, urgent VLANs first, then the longest due; and the first try of what is in back-off."""
    waiting = __.V().has(Label.GATEWAY_VLAN, Prop.WAITING_AT, equipment_key)
    in_backoff = __.has(Prop.NEXT_TRY_AT, P.gt(moment))
    is_urgent = __.coalesce(__.values(Prop.URGENT), __.constant(value=False))
    due = waiting.clone().not_(in_backoff.clone()).order().by(is_urgent, Order.desc).by(Prop.QUEUED_AT, Order.asc)
    return (
        __.inject(0)
        .project("due", "next_tries")
        .by(due.limit(most).element_map().fold())
        .by(waiting.where(in_backoff).values(Prop.NEXT_TRY_AT).min_().fold())
    )


def due_vlans(vlan_ids: Collection[str], moment: int, other_ids: Collection[str]) -> Steps:
    """VLANs with their subscriptions, and the numbers of those of `other_ids` that have units."""
    others = __.V(*other_ids) if other_ids else __.V("none")
    return (
        __.inject(0)
        .project("vlans", "others")
        .by(vlans_with_subscriptions(vlan_ids, moment).fold())
        .by(others.where(__.in_(Edge.ON_VLAN)).values(Prop.VLAN).fold())
    )


def confirm(state_id: str, wanted_revision: str, properties: dict[str, object]) -> list[Steps]:
    """Store what was confirmed; nothing waits any more, unless the VLAN was evaluated again meanwhile."""
    as_read = __.V(state_id).has(Prop.WANTED_REVISION, wanted_revision)
    return [
        with_properties(without_properties(__.V(state_id), *FAILURE_PROPERTIES), **properties),
        without_properties(as_read, *WAITING_PROPERTIES),
    ]


def forget(state_id: str, wanted_revision: str) -> Steps:
    """Drop the state of a VLAN of which nothing is left at the gateway, unless it was evaluated again meanwhile."""
    return __.V(state_id).has(Prop.WANTED_REVISION, wanted_revision).drop()


def record(vertex_id: str, properties: dict[str, object]) -> Steps:
    return with_properties(__.V(vertex_id), **properties)
