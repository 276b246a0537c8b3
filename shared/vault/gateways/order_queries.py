"""Gremlin traversals that take orders to mark VLANs apart."""

from collections.abc import Collection

from vault.gateway_marks.queries import driven_gateways, set_vlan_mark
from vault.graph import marks
from vault.graph.schema import Edge, Label, Prop, Row
from vault.graph.steps import Order, P, Steps, T, __, new_vertex, with_properties


def venues_with_gateway(operator_id: str) -> Steps:
    return __.V(operator_id).out(Edge.HAS_VENUE).where(driven_gateways(__.identity())).id_()


def next_vlans(venue_id: str, plan_id: str | None, after: int, moment: int, most: int) -> Steps:
    """The next VLANs of a venue in the order of their numbers, or those of them on which a plan is used."""
    vlans = __.V(venue_id).where(driven_gateways(__.identity())).out(Edge.HAS_VLAN).has(Prop.VLAN, P.gt(after))
    if plan_id:
        subscriptions = __.in_(Edge.ON_VLAN).in_(Edge.SUBSCRIPTION_AT).not_(__.has(Prop.ENDS_AT, P.lt(moment)))
        vlans = vlans.where(subscriptions.out(Edge.SUBSCRIPTION_PLAN).has_id(plan_id))
    return vlans.order().by(Prop.VLAN, Order.asc).limit(most).project("id", "vlan").by(T.id).by(Prop.VLAN)


def split_by_venue(order: Row, venue_ids: Collection[str], moment: int) -> list[Steps]:
    """An order for a plan becomes one for each venue."""
    about = {Prop.OPERATOR: order[Prop.OPERATOR], Prop.KIND: "venue", Prop.PLAN: order[Prop.MARKED]}
    return [
        __.V(order[T.id]).drop(),
        *(
            marks.set_mark(
                new_vertex(Label.MARK_ORDER, f"{order[T.id]}.{venue}", **about, **{Prop.MARKED: venue}), moment
            )
            for venue in venue_ids
        ),
    ]


def mark_vlans(operator_id: str, vlan_ids: Collection[str], moment: int) -> Steps:
    return set_vlan_mark(__.V(*vlan_ids), operator_id, moment)


def record_progress(order_id: str, vlan: int, moment: int) -> Steps:
    """The order goes on after this VLAN."""
    return marks.set_mark(with_properties(__.V(order_id), **{Prop.VLAN: vlan}), moment)
