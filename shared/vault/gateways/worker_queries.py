"""Gremlin traversals of the worker: what waits at a gateway, and what it confirmed."""

from collections.abc import Collection, Mapping

from vault.gateways.attempts import combine_attempts, write_attempted
from vault.gateways.model import Gateway
from vault.gateways.queries import let_wait, vlans_with_subscriptions, wake_gateway
from vault.graph import marks
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Order, P, Steps, __, with_properties, without_properties
from vault.kernel import ids

WAITING_PROPERTIES = (Prop.WAITING_AT, Prop.QUEUED_AT, Prop.URGENT)
FAILURE_PROPERTIES = (Prop.FAILURES, Prop.NEXT_TRY_AT, Prop.LAST_ERROR)
GATEWAY_WAITS_PROPERTIES = (Prop.OPERATOR_WAITING, Prop.WAITS_DISABLE, Prop.WAITS_ENABLE)


def waiting_vlans(equipment_key: str, moment: int, most: int) -> Steps:
    """What is due at a gateway, urgent VLANs first, then the longest due; and the first try of what is in back-off."""
    waiting = __.V().has(Label.GATEWAY_VLAN, Prop.WAITING_AT, equipment_key)
    in_backoff = __.has(Prop.NEXT_TRY_AT, P.gt(moment))
    is_urgent = __.values(Prop.URGENT).count()
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


def record_fully(state_id: str, wanted_revision: str, properties: Mapping[str, object]) -> list[Steps]:
    """Store what was confirmed; nothing waits any more, unless the VLAN was evaluated again meanwhile."""
    return [
        with_properties(without_properties(__.V(state_id), *FAILURE_PROPERTIES), **properties),
        without_properties(_as_read(state_id, wanted_revision), *WAITING_PROPERTIES),
    ]


def record(vertex_id: str, properties: Mapping[str, object]) -> Steps:
    """Store what was found, without an end of the waiting."""
    return with_properties(__.V(vertex_id), **properties)


def forget(state_id: str, wanted_revision: str) -> Steps:
    """Drop the state of a VLAN of which nothing is left at the gateway, unless it was evaluated again meanwhile."""
    return _as_read(state_id, wanted_revision).drop()


def _as_read(state_id: str, wanted_revision: str) -> Steps:
    return __.V(state_id).has(Prop.WANTED_REVISION, wanted_revision)


def record_at_gateway(gateway: Gateway, properties: Mapping[str, object], *removed: str) -> Steps:
    """Store what a session found of the gateway, unless it was reset or has another address meanwhile."""
    epoch = __.has(Prop.EPOCH, gateway.epoch) if gateway.epoch else __.has_not(Prop.EPOCH)
    return with_properties(without_properties(__.V(gateway.id).where(epoch), *removed), **properties)


def look_again(gateway: Gateway, due_at: int | None) -> Steps:
    """Move the gateway's mark, or remove it where it is not needed, unless another one was set meanwhile."""
    as_read = __.has(Prop.MARK_ID, gateway.mark_id) if gateway.mark_id else __.has_not(Prop.MARK_ID)
    own = __.V(gateway.id).where(as_read)
    return marks.remove_mark(own) if due_at is None else marks.set_mark(own, due_at)


def look_now(gateway: Gateway, moment: int) -> Steps:
    return marks.set_mark(__.V(gateway.id), moment)


def end_waiting(gateway: Gateway) -> list[Steps]:
    """The gateway had its turn; nothing waits there where no VLAN does."""
    waiting = __.V().has(Label.GATEWAY_VLAN, Prop.WAITING_AT, gateway.key)
    return [
        without_properties(__.V(gateway.id), Prop.DUE_SINCE),
        without_properties(__.V(gateway.id).not_(waiting), *GATEWAY_WAITS_PROPERTIES),
    ]


def wait_for_a_look(gateway: Gateway, number: int, moment: int) -> Steps:
    """Let a unit's VLAN wait at a gateway, whatever was evaluated last, since the gateway may have it on."""
    return let_wait(gateway.key, number, ids.generate_id("revision"), moment, is_new=True, is_urgent=False)


def take_over(gateway: Gateway, left: Mapping[int, Collection[int]], moment: int) -> list[Steps]:
    """Let a gateway look at what another one left on the same device: by unit VLAN the VLANs that may be on."""
    attempted = combine_attempts(gateway.attempted, left)
    return [
        record(gateway.id, {Prop.ATTEMPTED: write_attempted(attempted)}),
        *(wait_for_a_look(gateway, number, moment) for number, vlans in left.items() if vlans),
        *wake_gateway(gateway.id, gateway.equipment.operator_id, Prop.WAITS_DISABLE, moment),
    ]
