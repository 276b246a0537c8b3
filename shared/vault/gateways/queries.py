"""Gremlin traversals of the jobs that evaluate due VLANs and send for due gateways."""

from collections.abc import Collection, Iterable
from typing import Final

from vault.equipment.model import OperationalStatus
from vault.gateway_marks.queries import driven_gateways, set_vlan_mark
from vault.graph import marks
from vault.graph.schema import Edge, Label, Prop, Row
from vault.graph.steps import Merge, P, Steps, T, __, single, with_properties, without_properties
from vault.kernel import ids

FOUND_AT_ONCE: Final = 1000
HOUR_MS: Final = 3_600_000
OFFLINE: Final = True
"""Found by its equality, as the index serves it."""


def due_work(since: int | None, moment: int, real_moment: int, waits: str) -> Steps:
    """Orders, VLANs and gateways that are due, in one request; of the gateways those of one job without a lease."""
    gateways = _without_lease(marks.due_vertices_within(Label.EQUIPMENT, since, moment), real_moment)
    kinds = {
        "orders": marks.due_vertices_within(Label.MARK_ORDER, since, moment),
        "vlans": marks.due_vertices_within(Label.VLAN, since, moment),
        "gateways": gateways.has(Prop.DRIVEN_BY).where(_is_sent_by(waits)),
        "cleanups": _without_lease(marks.due_vertices_within(Label.GATEWAY_CLEANUP, since, moment), real_moment),
    }
    steps = __.inject(0).project(*kinds, "offline")
    for name, found in kinds.items():
        read = found.limit(FOUND_AT_ONCE)
        steps = steps.by((read.id_() if name == "vlans" else read.element_map()).fold())
    return steps.by(_offline_since(moment - HOUR_MS).count())


def _offline_since(moment: int) -> Steps:
    """Gateways in service that have failed since that moment, or longer."""
    offline = __.V().has(Label.EQUIPMENT, Prop.IS_OFFLINE, OFFLINE).has(Prop.FAILING_SINCE, P.lte(moment))
    return offline.has(Prop.FAILURES).not_(__.has(Prop.STATUS, str(OperationalStatus.DOWN)))


def _is_sent_by(waits: str) -> Steps:
    """A gateway that waits for neither job, because only its settings changed, is sent by the one that enables."""
    return __.has(waits) if waits == Prop.WAITS_DISABLE else __.coalesce(__.has(waits), __.has_not(Prop.WAITS_DISABLE))


def _without_lease(gateways: Steps, real_moment: int) -> Steps:
    return gateways.not_(__.has(Prop.LEASE_UNTIL, P.gt(real_moment)))


def vlans_to_evaluate(vlan_ids: Collection[str], moment: int) -> Steps:
    """VLANs with their subscriptions, and each of their venues once."""
    return (
        __.inject(0)
        .project("vlans", "venues")
        .by(vlans_with_subscriptions(vlan_ids, moment).fold())
        .by(_venues_with_gateways(__.V(*vlan_ids).in_(Edge.HAS_VLAN).dedup()).fold())
    )


def vlans_with_subscriptions(vlan_ids: Collection[str], moment: int) -> Steps:
    """VLANs with the subscriptions at their units that are not over."""
    subscriptions = __.in_(Edge.ON_VLAN).in_(Edge.SUBSCRIPTION_AT).not_(__.has(Prop.ENDS_AT, P.lt(moment)))
    return (
        __.V(*vlan_ids)
        .has_label(Label.VLAN)
        .project("vertex", "venue", "units", "subscriptions")
        .by(__.element_map())
        .by(__.in_(Edge.HAS_VLAN).id_().fold())
        .by(__.in_(Edge.ON_VLAN).limit(1).id_().fold())
        .by(_with_person_and_plan(subscriptions).fold())
    )


def _with_person_and_plan(subscriptions: Steps) -> Steps:
    return (
        subscriptions.project("vertex", "unit", "plan", "statuses")
        .by(__.element_map())
        .by(__.out(Edge.SUBSCRIPTION_AT).id_())
        .by(__.out(Edge.SUBSCRIPTION_PLAN).element_map(Prop.UPLOAD_KBPS, Prop.DOWNLOAD_KBPS, Prop.WIRELESS_ONLY).fold())
        .by(__.in_(Edge.SUBSCRIBES).values(Prop.STATUS).fold())
    )


def _venues_with_gateways(venues: Steps) -> Steps:
    gateways = driven_gateways(__.identity())
    return (
        venues.project("id", "operator", "offset", "gateways")
        .by(T.id)
        .by(__.out(Edge.BELONGS_TO).id_())
        .by(__.values(Prop.WIRELESS_ONLY_OFFSET).fold())
        .by(gateways.project("id", "key").by(T.id).by(Prop.EQUIPMENT_KEY).fold())
    )


def set_evaluated(vlan_id: str, operator_id: str, revision: str, boundary: int | None) -> Steps:
    """Give the VLAN its new revision, and the next moment at which it must be looked at."""
    vlan = with_properties(without_properties(__.V(vlan_id), Prop.URGENT), **{Prop.REVISION: revision})
    if boundary is None:
        return marks.remove_mark(without_properties(vlan, Prop.OPERATOR_DUE_DAY))
    return set_vlan_mark(vlan, operator_id, boundary)


def let_wait(equipment_key: str, vlan: int, revision: str, moment: int, *, is_new: bool, is_urgent: bool) -> Steps:
    """Let a VLAN wait at a gateway; `is_new`: also where the gateway never confirmed it."""
    vertex = ids.gateway_vlan_id(equipment_key, vlan)
    found = {T.id: vertex, T.label: Label.GATEWAY_VLAN}
    about = {Prop.EQUIPMENT_KEY: equipment_key, Prop.VLAN: vlan}
    state = __.merge_v(found).option(Merge.on_create, {**found, **about}) if is_new else __.V(vertex)
    # What is desired may be something else now: it is not kept waiting because another thing was refused.
    state = without_properties(state, Prop.NEXT_TRY_AT)
    queued = state.side_effect(__.has_not(Prop.WAITING_AT).property(single, Prop.QUEUED_AT, moment))
    properties = {Prop.WANTED_REVISION: revision, Prop.WAITING_AT: equipment_key, Prop.URGENT: is_urgent or None}
    return with_properties(queued, **properties)


def wake_gateway(gateway_id: str, operator_id: str, waits: str, moment: int, where: Steps | None = None) -> list[Steps]:
    """Let the gateway's job look at it now, unless it is in back-off or out of service; `where` is a condition."""
    gateway = __.V(gateway_id) if where is None else __.V(gateway_id).where(where)
    may_be_called = (
        gateway.clone()
        .not_(__.has(Prop.STATUS, str(OperationalStatus.DOWN)))
        .not_(__.has(Prop.NEXT_TRY_AT, P.gt(moment)))
    )
    return [
        with_properties(gateway, **{Prop.OPERATOR_WAITING: operator_id, waits: True}),
        marks.set_mark(may_be_called, moment),
    ]


def states(equipment_key: str, vlans: Iterable[int]) -> Steps:
    """What a gateway confirmed of VLANs, as far as it ever did."""
    return __.V(*(ids.gateway_vlan_id(equipment_key, vlan) for vlan in vlans))


def put_off(gateway: Row, due_at: int) -> Steps:
    """Move a mark that is still the one that was read, and keep since when it is due; yields the vertex's id."""
    due = __.V(gateway[T.id]).has(Prop.MARK_ID, gateway[Prop.MARK_ID])
    since = gateway.get(Prop.DUE_SINCE, gateway[Prop.DUE_AT])
    return marks.set_mark(with_properties(due, **{Prop.DUE_SINCE: since}), due_at).id_()
