"""Moving subscriptions from one plan to another, in batches."""

from functools import partial

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.gateway_marks.service import mark_gateway_vlans
from vault.graph.connection import Conflict, execute
from vault.graph.schema import Edge, Prop, Row
from vault.graph.steps import T, __
from vault.kernel.time import epoch_ms, now
from vault.operators.service import get_operator
from vault.outbox.job_context import JobContext
from vault.plans import queries

SUBSCRIPTIONS_PER_WRITE = 100


def migrate_all(ctx: JobContext) -> None:
    """Carry out every due migration; a repeated run resumes. Raises Unavailable."""
    for migration in execute(queries.due_migrations(ctx.previous_run, epoch_ms(now()))):
        own = ctx.for_operator(get_operator("id", migration[Prop.OPERATOR]))
        try:
            is_finished = own.batches(partial(_move_subscriptions, own, migration))
        except Conflict:  # another run was faster, or the next one tries again
            is_finished = False
        ctx.is_unfinished |= not is_finished


def _move_subscriptions(ctx: JobContext, migration: Row) -> bool:
    """Move some subscriptions; whether there were any. The migration is deleted when there are none left."""
    plan, target = migration[Prop.PLAN], migration[Prop.TARGET]
    ctx.tx.guard(__.V(migration[T.id]))
    found = execute(queries.active_subscription_ids(plan, epoch_ms(now()), SUBSCRIPTIONS_PER_WRITE))
    if found:
        ctx.tx.change(*queries.move_subscriptions(plan, target, found))
        mark_gateway_vlans(ctx, units=__.V(*found).out(Edge.SUBSCRIPTION_AT))
    else:
        ctx.tx.change(__.V(migration[T.id]).drop())
    event = AuditEvent.SUBSCRIPTIONS_MIGRATED if found else AuditEvent.SERVICE_PLAN_MIGRATION_FINISHED
    audit.record(ctx, event, service_plan=plan, target=target, subscriptions=len(found))
    return bool(found)
