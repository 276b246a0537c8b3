"""Adding, changing and migrating service plans, and offering them at venues."""

from collections.abc import Mapping

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.gateway_marks.service import mark_gateway_vlans
from vault.graph.connection import execute
from vault.graph.names import choose_id
from vault.graph.schema import Label, Prop
from vault.graph.steps import __, with_properties, without_properties
from vault.kernel import ids
from vault.kernel.errors import FieldInvalid
from vault.kernel.fields import REMOVE
from vault.kernel.time import epoch_ms, now
from vault.kernel.vocabulary import wire_name
from vault.plans import queries
from vault.plans.model import (
    BOUNDS,
    FCC_LABEL_PROPERTIES,
    GATEWAY_PROPERTIES,
    PLAN_PROPERTIES,
    AddedPlan,
    BillingCyclesDiffer,
    ExternalPlanIdTaken,
    Plan,
    ServicePlanExists,
    ServicePlanLimitReached,
    ServicePlanNotOffered,
    clamp_to_bounds,
    describe_with_cycle,
)
from vault.venues.model import Venue


def add(
    ctx: CallContext, name: str, description: str, settings: Mapping[str, float], *, wireless_only: bool
) -> AddedPlan:
    """Add a plan, its settings moved into BOUNDS. Raises FieldInvalid, ServicePlanExists, ServicePlanLimitReached."""
    operator_id = ctx.operator.id
    if not ids.slugify(name):
        raise FieldInvalid(field=wire_name("service_plan_name"))
    choices = ids.service_plan_ids(operator_id, name)
    plan_id = choose_id(Label.SERVICE_PLAN, choices, name, ServicePlanExists(name=name))
    values = clamp_to_bounds(settings)
    added_at = epoch_ms(now())
    ctx.tx.guard(queries.below_plan_limit(operator_id), ServicePlanLimitReached())
    _guard_unique_name(ctx, name)
    properties = {
        Prop.NAME: name,
        Prop.DESCRIPTION: describe_with_cycle(description, values["billing_cycle_hours"]),
        **{name: values[name] for name in BOUNDS},
        Prop.WIRELESS_ONLY: wireless_only,
        Prop.ADDED_AT: added_at,
    }
    ctx.tx.change(*queries.add(operator_id, plan_id, **properties), queries.touch(operator_id, added_at))
    audit.record(ctx, AuditEvent.SERVICE_PLAN_ADDED, service_plan=plan_id, **values)
    return AddedPlan(plan_id, values, {name: values[name] for name in values if values[name] != settings[name]})


def _guard_unique_name(ctx: CallContext, name: str, plan_id: str | None = None) -> None:
    """Make the commit raise ServicePlanExists if another plan has this name."""
    others = queries.no_other_with(ctx.operator.id, Prop.NAME, name, plan_id)
    ctx.tx.guard(others, ServicePlanExists(name=name))


def configure(ctx: CallContext, plan: Plan, settings: Mapping[str, object], label: Mapping[str, object]) -> None:
    """Set properties; REMOVE or an empty label part removes one. Raises ServicePlanExists, ExternalPlanIdTaken."""
    if not (settings or label):
        return
    properties = {PLAN_PROPERTIES[name]: value for name, value in settings.items()}
    properties |= {FCC_LABEL_PROPERTIES[name]: value or REMOVE for name, value in label.items()}
    removed = [prop for prop, value in properties.items() if value == REMOVE]
    updated = {prop: value for prop, value in properties.items() if value != REMOVE}
    changed_at = epoch_ms(now())
    if Prop.NAME in updated:
        _guard_unique_name(ctx, str(updated[Prop.NAME]), plan.id)
    if external := updated.get(Prop.EXTERNAL_SERVICE_PLAN_ID):
        prop = Prop.EXTERNAL_SERVICE_PLAN_ID
        others = queries.no_other_with(ctx.operator.id, prop, str(external), plan.id)
        ctx.tx.guard(others, ExternalPlanIdTaken())
    vertex = without_properties(__.V(plan.id), *removed)
    ctx.tx.change(with_properties(vertex, **updated, **{Prop.CHANGED_AT: changed_at}))
    ctx.tx.change(queries.touch(ctx.operator.id, changed_at))
    _mark_gateways(ctx, plan, updated)
    audit.record(ctx, AuditEvent.SERVICE_PLAN_UPDATED, service_plan=plan.id, settings=updated, removed=removed)


def _mark_gateways(ctx: CallContext, plan: Plan, updated: Mapping[str, object]) -> None:
    """Let the gateways follow what differs, provided that it still differs from what is stored."""
    named = [prop for prop in GATEWAY_PROPERTIES if prop in updated]
    for prop in named:
        ctx.tx.guard(__.V(plan.id).has(prop, plan.vertex[prop]))
    if any(plan.vertex[prop] != updated[prop] for prop in named):
        mark_gateway_vlans(ctx, plan=plan.id)


def migrate(ctx: CallContext, plan: Plan, target: Plan) -> None:
    """Queue the move of active subscriptions to `target`. Raises FieldInvalid (same plan), BillingCyclesDiffer."""
    if plan.id == target.id:
        raise FieldInvalid(field=wire_name("migrate_to_service_plan"))
    if plan.billing_cycle_hours != target.billing_cycle_hours:
        raise BillingCyclesDiffer
    ctx.tx.change(queries.add_migration(ctx.operator.id, plan.id, target.id, epoch_ms(now())))
    audit.record(ctx, AuditEvent.SERVICE_PLAN_MIGRATION_STARTED, service_plan=plan.id, target=target.id)


def offer(ctx: CallContext, plan: Plan, venue: Venue) -> bool:
    """Offer the plan at a venue; False if it already is."""
    if venue.id in plan.offered_at:
        return False
    ctx.tx.change(queries.offer(plan.id, venue.id, epoch_ms(now())))
    audit.record(ctx, AuditEvent.SERVICE_PLAN_ENABLED, venue_id=venue.id, service_plan=plan.id)
    return True


def withdraw(ctx: CallContext, plan: Plan, venue: Venue) -> None:
    """Stop offering the plan at a venue, also by default; subscribers keep it. Raises ServicePlanNotOffered."""
    if venue.id not in plan.offered_at:
        raise ServicePlanNotOffered
    ctx.tx.change(queries.withdraw(plan.id, venue.id), *queries.clear_default(plan.id, venue.id))
    audit.record(ctx, AuditEvent.SERVICE_PLAN_DISABLED, venue_id=venue.id, service_plan=plan.id)


def list_plans(ctx: CallContext, external_id: str = "") -> list[Mapping[object, object]]:
    """Vertices of the operator's plans, sorted by name."""
    plans = queries.plans_of_operator(ctx.operator.id)
    if external_id:
        plans = plans.has(Prop.EXTERNAL_SERVICE_PLAN_ID, external_id)
    return sorted(execute(plans.element_map(), "READER"), key=lambda vertex: str(vertex[Prop.NAME]).casefold())
