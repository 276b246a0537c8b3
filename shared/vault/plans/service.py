"""Service plans added, changed, and offered at venues."""

from collections.abc import Mapping

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller
from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties, without_properties
from vault.kernel import ids
from vault.kernel.errors import FieldInvalid
from vault.kernel.fields import REMOVE
from vault.kernel.time import epoch_ms, now
from vault.kernel.vocabulary import wire
from vault.plans import queries
from vault.plans.model import (
    BOUNDS,
    LABEL,
    PROPERTIES,
    Added,
    BillingCyclesDiffer,
    ExternalPlanIdTaken,
    Plan,
    ServicePlanExists,
    ServicePlanLimitReached,
    ServicePlanNotOffered,
    corrected,
    described,
)
from vault.venues.model import Venue


def add(caller: Caller, name: str, description: str, wanted: Mapping[str, float], *, wireless_only: bool) -> Added:
    """A new service plan of the operator; `wanted` has kbps, devices and hours, moved into their ranges.

    Raises FieldInvalid for a name without a letter or digit, ServicePlanExists, ServicePlanLimitReached.
    """
    operator_id = caller.operator.id
    if not ids.cleaned(name):
        raise FieldInvalid(field=wire("service_plan_name"))
    plan_id = ids.service_plan_id(operator_id, name)
    values = corrected(wanted)
    added_at = epoch_ms(now())
    caller.tx.claim(plan_id, ServicePlanExists(name=name))
    caller.tx.guard(queries.room_for_another(operator_id), ServicePlanLimitReached())
    unique_name(caller, name)
    properties = {
        Prop.NAME: name,
        Prop.DESCRIPTION: described(description, values["billing_cycle_hours"]),
        **{name: values[name] for name in BOUNDS},
        Prop.WIRELESS_ONLY: wireless_only,
        Prop.ADDED_AT: added_at,
    }
    caller.tx.change(*queries.add(operator_id, plan_id, **properties), queries.touch(operator_id, added_at))
    audit.record(caller, AuditEvent.SERVICE_PLAN_ADDED, service_plan=plan_id, **values)
    return Added(plan_id, values, {name: values[name] for name in values if values[name] != wanted[name]})


def unique_name(caller: Caller, name: str, plan_id: str | None = None) -> None:
    """Write only while no other plan of the operator has this name; else the commit raises ServicePlanExists."""
    others = queries.unlike_others(caller.operator.id, Prop.NAME, name, plan_id)
    caller.tx.guard(others, ServicePlanExists(name=name))


def configure(caller: Caller, plan: Plan, settings: Mapping[str, object], label: Mapping[str, object]) -> None:
    """The plan with these settings and parts of its FCC label, by Python name; a space, or an empty part, removes.

    Raises ServicePlanExists for the name of another plan, ExternalPlanIdTaken.
    """
    if not (settings or label):
        return
    properties = {PROPERTIES[name]: value for name, value in settings.items()}
    properties |= {LABEL[name]: value or REMOVE for name, value in label.items()}
    removed = [prop for prop, value in properties.items() if value == REMOVE]
    kept = {prop: value for prop, value in properties.items() if value != REMOVE}
    changed_at = epoch_ms(now())
    if Prop.NAME in kept:
        unique_name(caller, str(kept[Prop.NAME]), plan.id)
    if external := kept.get(Prop.EXTERNAL_SERVICE_PLAN_ID):
        prop = Prop.EXTERNAL_SERVICE_PLAN_ID
        others = queries.unlike_others(caller.operator.id, prop, str(external), plan.id)
        caller.tx.guard(others, ExternalPlanIdTaken())
    vertex = without_properties(__.V(plan.id), *removed)
    caller.tx.change(with_properties(vertex, **kept, **{Prop.CHANGED_AT: changed_at}))
    caller.tx.change(queries.touch(caller.operator.id, changed_at))
    audit.record(caller, AuditEvent.SERVICE_PLAN_UPDATED, service_plan=plan.id, settings=kept, removed=removed)


def migrate(caller: Caller, plan: Plan, target: Plan) -> None:
    """Have the present subscriptions of a plan moved to another, in the background.

    Raises BillingCyclesDiffer, FieldInvalid for the plan itself.
    """
    if plan.id == target.id:
        raise FieldInvalid(field=wire("migrate_to_service_plan"))
    if plan.hours != target.hours:
        raise BillingCyclesDiffer
    caller.tx.change(queries.wish(caller.operator.id, plan.id, target.id, epoch_ms(now())))
    audit.record(caller, AuditEvent.SERVICE_PLAN_MIGRATION_STARTED, service_plan=plan.id, target=target.id)


def offer(caller: Caller, plan: Plan, venue: Venue) -> bool:
    """Offer the plan at a venue; False where it is offered there already."""
    if venue.id in plan.offered_at:
        return False
    caller.tx.change(queries.offer(plan.id, venue.id, epoch_ms(now())))
    audit.record(caller, AuditEvent.SERVICE_PLAN_ENABLED, venue_id=venue.id, service_plan=plan.id)
    return True


def withdraw(caller: Caller, plan: Plan, venue: Venue) -> None:
    """Offer the plan at a venue no longer; who has it keeps it. Raises ServicePlanNotOffered."""
    if venue.id not in plan.offered_at:
        raise ServicePlanNotOffered
    caller.tx.change(queries.withdraw(plan.id, venue.id))
    audit.record(caller, AuditEvent.SERVICE_PLAN_DISABLED, venue_id=venue.id, service_plan=plan.id)


def catalogue(caller: Caller, external_id: str = "") -> list[Mapping[object, object]]:
    """Every plan of the operator, or the one with an external id, as vertices in the order of their names."""
    plans = queries.of_operator(caller.operator.id)
    if external_id:
        plans = plans.has(Prop.EXTERNAL_SERVICE_PLAN_ID, external_id)
    return sorted(answer(plans.element_map(), "READER"), key=lambda vertex: str(vertex[Prop.NAME]).casefold())
