"""Removing staff roles at their scheduled time."""

import contextlib
from functools import partial

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import Conflict, execute
from vault.graph.schema import Prop, Row
from vault.graph.steps import T, __
from vault.kernel.time import epoch_ms, now
from vault.operators.service import get_operator
from vault.outbox.job_context import JobContext
from vault.staff import queries
from vault.staff.service import NO_CHANNEL, notify_removal, revoke_roles

MAX_PER_RUN = 100


def remove_due(ctx: JobContext) -> None:
    """Carry out the removals that are due, some at a time. Raises Unavailable."""
    for row in execute(queries.due_removals(epoch_ms(now()), MAX_PER_RUN)):
        own = ctx.for_operator(get_operator("id", row[Prop.OPERATOR]))
        with contextlib.suppress(Conflict):  # another run was faster
            own.batch(partial(_remove, own, row), attempts=1)


def _remove(ctx: JobContext, row: Row) -> None:
    """Add one removal to the write."""
    token, role, venue = row[Prop.SUBSCRIBER], row[Prop.ROLE], row[Prop.VENUE]
    ctx.tx.guard(__.V(row[T.id]))
    revoke_roles(ctx, token, [role], venue)
    about = {"roles": [role], "revocation": row[T.id], "scheduled_by": row[Prop.ADMINISTRATOR]}
    audit.record(ctx, AuditEvent.STAFF_ACCESS_DISABLED, venue_id=venue, subscriber=token, **about)
    if row[Prop.CHANNELS] != NO_CHANNEL:
        notify_removal(ctx, token, row[Prop.CHANNELS].split(","), venue=venue, role=role)
