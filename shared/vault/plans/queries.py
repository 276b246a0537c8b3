"""Gremlin traversals for service plans."""

from collections.abc import Callable, Iterator, Sequence

from vault.graph import marks
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import P, Steps, __, new_edge, new_vertex, with_properties, without_properties
from vault.kernel import ids
from vault.operators.model import Operator
from vault.plans.model import MAX_PLANS
from vault.venues.model import DEFAULT_PLAN_PROPERTIES


def by_id(plan_id: str, _operator: Callable[[], Operator]) -> Steps:
    return __.V(plan_id).has_label(Label.SERVICE_PLAN)


def by_external_id(external_id: str, _operator: Callable[[], Operator]) -> Steps:
    return __.V().has(Label.SERVICE_PLAN, Prop.EXTERNAL_SERVICE_PLAN_ID, external_id)


def view(plan: Steps) -> Steps:
    return (
        plan.project("vertex", "operator", "offered_at")
        .by(__.element_map())
        .by(__.in_(Edge.HAS_PLAN).id_().fold())
        .by(__.out(Edge.OFFERED_AT).id_().fold())
    )


def plans_of_operator(operator_id: str) -> Steps:
    return __.V(operator_id).out(Edge.HAS_PLAN)


def below_plan_limit(operator_id: str) -> Steps:
    return plans_of_operator(operator_id).limit(MAX_PLANS).count().is_(P.lt(MAX_PLANS))


def no_other_with(operator_id: str, prop: str, value: str, plan_id: str | None = None) -> Steps:
    others = plans_of_operator(operator_id).has(prop, value)
    return __.not_(others.not_(__.has_id(plan_id)) if plan_id else others)


def add(operator_id: str, plan_id: str, **properties: object) -> list[Steps]:
    return [
        new_vertex(Label.SERVICE_PLAN, plan_id, **properties),
        new_edge(operator_id, Edge.HAS_PLAN, plan_id, ids.edge_id(operator_id, Edge.HAS_PLAN, plan_id)),
    ]


def touch(operator_id: str, changed_at: int) -> Steps:
    """Write to the operator's vertex, so that concurrent changes of its plans conflict."""
    return with_properties(__.V(operator_id), **{Prop.PLANS_CHANGED_AT: changed_at})


def offer(plan_id: str, venue_id: str, added_at: int) -> Steps:
    edge = ids.edge_id(plan_id, Edge.OFFERED_AT, venue_id)
    return new_edge(plan_id, Edge.OFFERED_AT, venue_id, edge, **{Prop.ADDED_AT: added_at})


def is_offered(plan_id: str, venue_id: str) -> Steps:
    """A guard that holds while the plan is offered at the venue."""
    return __.V(plan_id).out(Edge.OFFERED_AT).has_id(venue_id)


def withdraw(plan_id: str, venue_id: str) -> Steps:
    return __.V(plan_id).out_e(Edge.OFFERED_AT).where(__.in_v().has_id(venue_id)).drop()


def clear_default(plan_id: str, venue_id: str) -> Iterator[Steps]:
    """Unset the plan wherever it is a default of the venue."""
    for prop in DEFAULT_PLAN_PROPERTIES:
        venue = without_properties(__.V(venue_id).has(prop, plan_id), prop)
        yield with_properties(venue, **{Prop.SETTINGS_VERSION: ids.generate_id("settings")})


def add_migration(operator_id: str, plan_id: str, target_id: str, moment: int) -> Steps:
    about = {Prop.OPERATOR: operator_id, Prop.PLAN: plan_id, Prop.TARGET: target_id}
    return marks.set_mark(new_vertex(Label.MIGRATION, ids.generate_id("migration"), **about), moment)


def due_migrations(since: int | None, moment: int) -> Steps:
    return marks.due_vertices(Label.MIGRATION, since, moment).order().by(Prop.DUE_AT).element_map()


def active_subscription_ids(plan_id: str, moment: int, most: int) -> Steps:
    return __.V(plan_id).in_(Edge.SUBSCRIPTION_PLAN).not_(__.has(Prop.ENDS_AT, P.lt(moment))).limit(most).id_()


def move_subscriptions(plan_id: str, target_id: str, subscription_ids: Sequence[str]) -> list[Steps]:
    policies = (
        __.V(*subscription_ids).in_(Edge.SUBSCRIBES).out(Edge.HOLDS).dedup().out_e(Edge.AT_UNIT).has(Prop.PLAN, plan_id)
    )
    old_edges = __.V(*subscription_ids).out_e(Edge.SUBSCRIPTION_PLAN).where(__.in_v().has_id(plan_id))
    return [
        policies.property(Prop.PLAN, target_id),
        old_edges.drop(),
        *(
            new_edge(each, Edge.SUBSCRIPTION_PLAN, target_id, ids.edge_id(each, Edge.SUBSCRIPTION_PLAN, target_id))
            for each in subscription_ids
        ),
    ]
