"""Gremlin traversals that mark VLANs."""

from vault.graph import marks
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, __, new_vertex, with_properties
from vault.kernel import ids


def mark_vlan_of_unit(unit_id: str, moment: int, *, urgent: bool = False) -> Steps:
    return _mark(__.V(unit_id).out(Edge.ON_VLAN), moment, urgent=urgent)


def mark_vlan(vlan_id: str, moment: int, *, urgent: bool = False) -> Steps:
    return _mark(__.V(vlan_id), moment, urgent=urgent)


def _mark(vlans: Steps, moment: int, *, urgent: bool) -> Steps:
    driven = vlans.where(__.in_(Edge.HAS_VLAN).out(Edge.HAS_EQUIPMENT).has(Prop.DRIVEN_BY))
    return marks.set_mark(with_properties(driven, **{Prop.URGENT: True if urgent else None}), moment)


def order_marks(operator_id: str, kind: str, thing_id: str, moment: int) -> Steps:
    """An order to mark every VLAN of a venue, or those of a plan's subscriptions; `kind` is venue or plan."""
    order = ids.generate_id("mark_order")
    properties = {Prop.OPERATOR: operator_id, Prop.KIND: kind, Prop.MARKED: thing_id}
    return marks.set_mark(new_vertex(Label.MARK_ORDER, order, **properties), moment)
