"""Subscriptions moved from one plan to another, some at a time."""

from collections.abc import Mapping
from typing import Any

from vault.audit import carrier
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller, Request
from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.graph.steps import T, __
from vault.kernel.time import epoch_ms, now
from vault.operators.service import tenant
from vault.plans import queries

AT_ONCE = 100


def migrate_all(function_name: str) -> None:
    """Carry out every migration that was asked for. Raises Conflict, Unavailable; another run goes on from there."""
    for wish in answer(queries.wishes(epoch_ms(now()))):
        caller = Caller(None, tenant("id", wish[Prop.OPERATOR]), Request(function_name))
        while moved(caller, wish):
            pass


def moved(caller: Caller, wish: Mapping[Any, Any]) -> int:
    """Move some subscriptions; how many there were. The wish is over when there are no more."""
    plan, target = wish[Prop.PLAN], wish[Prop.TARGET]
    found = answer(queries.subscriptions(plan, epoch_ms(now()), AT_ONCE))
    if found:
        caller.tx.change(*queries.move(plan, target, found))
    else:
        caller.tx.change(__.V(wish[T.id]).drop())
    event = AuditEvent.SUBSCRIPTIONS_MIGRATED if found else AuditEvent.SERVICE_PLAN_MIGRATION_FINISHED
    audit.record(caller, event, service_plan=plan, target=target, subscriptions=len(found))
    carrier.written(caller.tx)
    return len(found)
