"""Subscriptions moved from one plan to another, some at a time."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.job_context import JobContext
from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.graph.steps import T, __
from vault.kernel.time import epoch_ms, now
from vault.operators.service import tenant
from vault.plans import queries

AT_ONCE = 100


def migrate_all(ctx: JobContext) -> None:
    """Carry out every migration that was asked for. Raises Conflict, Unavailable; another run goes on from there."""
    for wish in answer(queries.wishes(epoch_ms(now()))):
        own = ctx.for_operator(tenant("id", wish[Prop.OPERATOR]))
        if not own.batches(partial(move_some, own, wish)):
            return


def move_some(ctx: JobContext, wish: Mapping[Any, Any]) -> bool:
    """Move some subscriptions; whether there were any. The wish is over when there are no more."""
    plan, target = wish[Prop.PLAN], wish[Prop.TARGET]
    found = answer(queries.subscriptions(plan, epoch_ms(now()), AT_ONCE))
    if found:
        ctx.tx.change(*queries.move(plan, target, found))
    else:
        ctx.tx.change(__.V(wish[T.id]).drop())
    event = AuditEvent.SUBSCRIPTIONS_MIGRATED if found else AuditEvent.SERVICE_PLAN_MIGRATION_FINISHED
    audit.record(ctx, event, service_plan=plan, target=target, subscriptions=len(found))
    return bool(found)
