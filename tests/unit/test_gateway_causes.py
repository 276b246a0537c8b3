"""The watch over writes that gateways have to follow knows them, and what marks their VLANs."""

import pytest

from tests.instrumentation.gateway_causes import is_cause, is_mark
from vault.gateway_marks import queries as gateway_marks
from vault.graph.marks import set_mark
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, __, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.kernel.statuses import SUSPENDED
from vault.plans import queries as plans
from vault.subscribers import queries as subscribers
from vault.subscribers.model import Period, Subscription
from vault.units import queries as units

SUBSCRIPTION = ids.subscription_id("token", "unit", 1)
ADDED = Subscription(SUBSCRIPTION, "unit", "venue", Period(1, None), "plan", 1050)


@pytest.mark.parametrize(
    "change",
    [
        subscribers.subscribe("person", ADDED)[-1],
        subscribers.subscribe("person", ADDED)[-2],
        with_properties(__.V(SUBSCRIPTION), **{Prop.ENDS_AT: 1}),
        with_properties(__.V(SUBSCRIPTION), **{Prop.STARTS_AT: 1, Prop.CHANGED_AT: 1}),
        __.V(SUBSCRIPTION).drop(),
        __.V(SUBSCRIPTION).out_e(Edge.SUBSCRIPTION_AT).drop(),
        plans.move_subscriptions("old", "new", [SUBSCRIPTION])[1],
        units.put_on_vlan("unit", "venue", 7),
        units.leave_vlan("unit"),
        with_properties(__.V("plan"), **{Prop.UPLOAD_KBPS: 1}),
        with_properties(__.V("plan"), **{Prop.WIRELESS_ONLY: True}),
        with_properties(__.V("venue"), **{Prop.WIRELESS_ONLY_OFFSET: 100}),
        with_properties(__.V("person"), **{Prop.STATUS: SUSPENDED}),
    ],
)
def test_what_gateways_follow_is_known(change: Steps) -> None:
    assert is_cause(change)


@pytest.mark.parametrize(
    "change",
    [
        with_properties(__.V("batch"), **{Prop.ENDS_AT: 1}),
        with_properties(__.V("plan"), **{Prop.NAME: "Fast"}),
        with_properties(__.V("key"), **{Prop.STATUS: "active"}),
        new_edge("person", Edge.HOLDS, "key", "e"),
        plans.move_subscriptions("old", "new", [SUBSCRIPTION])[0],
        __.V("plan").out_e(Edge.OFFERED_AT).drop(),
    ],
)
def test_other_changes_are_not(change: Steps) -> None:
    assert not is_cause(change)


def test_a_mark_on_a_vlan_and_an_order_are_known_and_other_marks_are_not() -> None:
    assert is_mark(gateway_marks.order_marks("operator", "plan", "plan", 1))
    assert not is_mark(set_mark(new_vertex(Label.MIGRATION, "m"), 1))
