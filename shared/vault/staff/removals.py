"""Removals of staff whose time has come."""

import contextlib
from collections.abc import Mapping
from functools import partial
from typing import Any

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.job_context import JobContext
from vault.graph.connection import Conflict, answer
from vault.graph.schema import Prop
from vault.graph.steps import T, __
from vault.kernel.time import epoch_ms, now
from vault.operators.service import tenant
from vault.staff import queries
from vault.staff.service import NO_CHANNEL, tell

AT_ONCE = 100


def remove_due(ctx: JobContext) -> None:
    """Carry out the removals that are due, some at a time. Raises Unavailable."""
    for row in answer(queries.due(epoch_ms(now()), AT_ONCE)):
        own = ctx.for_operator(tenant("id", row[Prop.OPERATOR]))
        with contextlib.suppress(Conflict):  # another run was faster
            own.batch(partial(remove, own, row), attempts=1)


def remove(ctx: JobContext, row: Mapping[Any, Any]) -> None:
    """Add one removal to the write."""
    token, role, venue = row[Prop.SUBSCRIBER], row[Prop.ROLE], row[Prop.VENUE]
    ctx.tx.guard(__.V(row[T.id]))
    ctx.tx.change(*queries.revoke(token, role, venue))
    about = {"roles": [role], "revocation": row[T.id], "scheduled_by": row[Prop.ADMINISTRATOR]}
    audit.record(ctx, AuditEvent.STAFF_ACCESS_DISABLED, venue_id=venue, subscriber=token, **about)
    if row[Prop.CHANNELS] != NO_CHANNEL:
        tell(ctx, token, row[Prop.CHANNELS].split(","), venue=venue, role=role)
