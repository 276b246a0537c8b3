"""Gremlin traversals that mark VLANs."""

from vault.graph import marks
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, __, new_vertex, with_properties
from vault.kernel import ids
from vault.kernel.time import from_epoch_ms, to_wire


def driven_gateways(venues: Steps) -> Steps:
    """From venues to those of their gateways that VAULT drives."""
    return venues.out(Edge.HAS_GATEWAY).has(Prop.DRIVEN_BY)


def mark_driven_vlans(vlans: Steps, operator_id: str, moment: int, *, urgent: bool) -> Steps:
    """Mark those of the VLANs whose venue has a gateway that VAULT drives."""
    driven = vlans.dedup().where(driven_gateways(__.in_(Edge.HAS_VLAN)))
    return set_vlan_mark(with_properties(driven, **{Prop.URGENT: True if urgent else None}), operator_id, moment)


def set_vlan_mark(vlans: Steps, operator_id: str, moment: int) -> Steps:
    """Mark VLANs for a moment in epoch ms; the operator's day finds them for the list of what begins soon."""
    return marks.set_mark(with_properties(vlans, **{Prop.OPERATOR_DUE_DAY: operator_day(operator_id, moment)}), moment)


def operator_day(operator_id: str, moment: int) -> str:
    """The operator and the UTC date of a moment in epoch ms."""
    return f"{operator_id} {to_wire(from_epoch_ms(moment))[:10]}"


def order_marks(operator_id: str, kind: str, thing_id: str, moment: int) -> Steps:
    """An order to mark every VLAN of a venue, or those of a plan's subscriptions; `kind` is venue or plan."""
    order = ids.generate_id("mark_order")
    properties = {Prop.OPERATOR: operator_id, Prop.KIND: kind, Prop.MARKED: thing_id}
    return marks.set_mark(new_vertex(Label.MARK_ORDER, order, **properties), moment)
