"""The watch over writes that gateways have to follow knows them, and what marks their VLANs."""

import pytest

from tests.instrumentation.gateway_causes import has_cause, is_mark
from vault.audit.events import AuditEvent
from vault.gateway_marks import queries as gateway_marks
from vault.graph.marks import set_mark
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, __, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.kernel.statuses import IN_SERVICE, SUSPENDED
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
        units.move_to_vlan("unit", "venue", 7)[0],
        with_properties(__.V("plan"), **{Prop.UPLOAD_KBPS: 1}),
        with_properties(__.V("plan"), **{Prop.WIRELESS_ONLY: True}),
        with_properties(__.V("venue"), **{Prop.WIRELESS_ONLY_OFFSET: 100}),
        with_properties(__.V("person"), **{Prop.STATUS: SUSPENDED}),
    ],
)
def test_what_gateways_follow_is_known(change: Steps) -> None:
    assert has_cause([change])


@pytest.mark.parametrize(
    "change",
    [
        with_properties(__.V("batch"), **{Prop.ENDS_AT: 1}),
        with_properties(__.V("plan"), **{Prop.NAME: "Fast"}),
        with_properties(__.V("key"), **{Prop.STATUS: "active"}),
        new_edge("person", Edge.HOLDS, "key", "e"),
        plans.move_subscriptions("old", "new", [SUBSCRIPTION])[0],
        __.V("plan").out_e(Edge.OFFERED_AT).drop(),
        new_vertex(Label.SERVICE_PLAN, "plan", **{Prop.UPLOAD_KBPS: 1}),
        new_vertex(Label.SUBSCRIBER, "person", **{Prop.STATUS: IN_SERVICE}),
    ],
)
def test_other_changes_are_not(change: Steps) -> None:
    assert not has_cause([change])


def test_a_mark_on_a_vlan_and_an_order_are_known_and_other_marks_are_not() -> None:
    assert is_mark(gateway_marks.order_marks("operator", "plan", "plan", 1))
    assert not is_mark(set_mark(new_vertex(Label.MIGRATION, "m"), 1))


def test_a_new_unit_on_a_vlan_is_none_and_a_subscription_that_is_added_with_it_is_one() -> None:
    new_unit = [*units.add("venue", "unit", {}), units.put_on_vlan("unit", "venue", 7)]

    assert not has_cause(new_unit)
    assert has_cause([*new_unit, *subscribers.subscribe("person", ADDED)])


def test_a_value_that_a_guard_demands_is_written_again_without_a_cause() -> None:
    write, guards = with_properties(__.V("person"), **{Prop.STATUS: SUSPENDED}), [__.V("person")]

    assert has_cause([write], [guards[0].clone().has(Prop.STATUS, IN_SERVICE)])
    assert not has_cause([write], [guards[0].clone().has(Prop.STATUS, SUSPENDED)])


def test_terms_that_are_accepted_are_none() -> None:
    write = with_properties(__.V("person"), **{Prop.STATUS: IN_SERVICE})

    assert has_cause([write], (), [AuditEvent.PROFILE_UPDATED])
    assert not has_cause([write], (), [AuditEvent.TERMS_ACCEPTED])
