"""Removing staff roles at their scheduled time."""

from collections.abc import Iterable
from functools import partial

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph import marks
from vault.graph.connection import Conflict, execute
from vault.graph.schema import Prop, Row
from vault.graph.steps import T, __
from vault.graph.transaction import Transaction
from vault.kernel.time import epoch_ms, now
from vault.operators.service import get_operator
from vault.outbox.job_context import JobContext
from vault.staff import queries
from vault.staff.service import NO_CHANNEL, notify_removal, revoke_roles

MAX_PER_RUN = 100


def remove_due(ctx: JobContext) -> None:
    """Carry out the removals that are due, some at a time. Raises Unavailable."""
    moment = epoch_ms(now())
    rows = execute(queries.due_removals(ctx.previous_run, moment, MAX_PER_RUN))
    due = [row for row in rows if row[Prop.DUE_AT] <= moment]
    _add_minutes(row for row in rows if row not in due)
    ctx.is_unfinished = len(rows) == MAX_PER_RUN
    for row in due:
        own = ctx.for_operator(get_operator("id", row[Prop.OPERATOR]))
        try:
            own.batch(partial(_remove, own, row), attempts=1)
        except Conflict:  # another run was faster, or the next one tries again
            ctx.is_unfinished = True


def _add_minutes(rows: Iterable[Row]) -> None:
    """Let later runs find removals by their minutes that were stored before minutes were."""
    tx = Transaction(is_bookkeeping=True)
    for row in rows:
        tx.change(marks.set_mark(__.V(row[T.id]).has_not(Prop.DUE_MINUTE), row[Prop.DUE_AT]))
    tx.commit()


def _remove(ctx: JobContext, row: Row) -> None:
    """Add one removal to the write."""
    token, role, venue = row[Prop.SUBSCRIBER], row[Prop.ROLE], row[Prop.VENUE]
    ctx.tx.guard(__.V(row[T.id]))
    revoke_roles(ctx, token, [role], venue)
    about = {"roles": [role], "revocation": row[T.id], "scheduled_by": row[Prop.ADMINISTRATOR]}
    audit.record(ctx, AuditEvent.STAFF_ACCESS_DISABLED, venue_id=venue, subscriber=token, **about)
    if row[Prop.CHANNELS] != NO_CHANNEL:
        notify_removal(ctx, token, row[Prop.CHANNELS].split(","), venue=venue, role=role)
