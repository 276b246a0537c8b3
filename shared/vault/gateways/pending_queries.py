"""Gremlin traversals of the lists of what waits at gateways: found by value, without a walk over venues."""

from collections.abc import Collection

from vault.gateway_marks.queries import driven_gateways
from vault.gateways.queries import vlans_with_subscriptions
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import P, Steps, T, __


def waiting_gateways(operator_id: str, operator_days: Collection[str], until: int, venue_id: str | None) -> Steps:
    """Gateways at which work waits, and VLANs with a mark on one of the days up to a moment."""
    gateways = __.V().has(Label.EQUIPMENT, Prop.OPERATOR_WAITING, operator_id)
    vlans = __.inject(0).union(*(__.V().has(Label.VLAN, Prop.OPERATOR_DUE_DAY, day) for day in operator_days))
    if venue_id:
        gateways = gateways.has(Prop.VENUE, venue_id)
        vlans = vlans.where(__.in_(Edge.HAS_VLAN).has_id(venue_id))
    return (
        __.inject(0)
        .project("gateways", "vlans")
        .by(gateways.project("key", "venue").by(Prop.EQUIPMENT_KEY).by(Prop.VENUE).fold())
        .by(vlans.has(Prop.DUE_AT, P.lte(until)).id_().fold())
    )


def waiting_numbers(equipment_keys: Collection[str]) -> Steps:
    """The numbers of the VLANs that wait at gateways."""
    waiting = (__.V().has(Label.GATEWAY_VLAN, Prop.WAITING_AT, key) for key in equipment_keys)
    return __.inject(0).union(*waiting).project("key", "vlan").by(Prop.WAITING_AT).by(Prop.VLAN)


def vlans_and_gateways(vlan_ids: Collection[str], moment: int) -> Steps:
    """VLANs with their subscriptions, and each of their venues once, with its driven gateways."""
    venues = __.V(*vlan_ids).in_(Edge.HAS_VLAN).dedup()
    return (
        __.inject(0)
        .project("vlans", "venues")
        .by(vlans_with_subscriptions(vlan_ids, moment).fold())
        .by(
            venues.project("id", "offset", "gateways")
            .by(T.id)
            .by(__.values(Prop.WIRELESS_ONLY_OFFSET).fold())
            .by(driven_gateways(__.identity()).element_map().fold())
            .fold()
        )
    )


def states(state_ids: Collection[str]) -> Steps:
    return __.V(*state_ids).element_map()


def subscriptions(subscription_ids: Collection[str]) -> Steps:
    """Subscriptions that a VLAN was confirmed for, with their unit's purpose, plan and person."""
    place = __.out(Edge.SUBSCRIPTION_AT)
    plan = __.out(Edge.SUBSCRIPTION_PLAN)
    return (
        __.V(*subscription_ids)
        .has_label(Label.SUBSCRIPTION)
        .project("vertex", "unit", "purpose", "plan", "statuses")
        .by(__.element_map())
        .by(__.coalesce(__.values(Prop.FORMER_UNIT), place.id_()))
        .by(__.out(Edge.SUBSCRIPTION_AT).values(Prop.PURPOSE).fold())
        .by(plan.element_map(Prop.UPLOAD_KBPS, Prop.DOWNLOAD_KBPS, Prop.WIRELESS_ONLY).fold())
        .by(__.in_(Edge.SUBSCRIBES).values(Prop.STATUS).fold())
    )
