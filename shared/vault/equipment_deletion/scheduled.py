"""Deleting equipment at the time for which that was ordered."""

from functools import partial

from vault.equipment.model import Equipment
from vault.equipment_deletion import queries
from vault.equipment_deletion.model import Deletion, ScheduledDeletion
from vault.equipment_deletion.service import delete_now
from vault.graph.connection import Conflict, execute
from vault.graph.steps import __
from vault.kernel.time import epoch_ms, now
from vault.operators.service import get_operator
from vault.outbox.job_context import JobContext

MAX_PER_RUN = 100


def delete_due(ctx: JobContext) -> None:
    """Carry out the deletions that are due, some at a time. Raises Unavailable."""
    rows = execute(queries.due_deletions(ctx.previous_run, epoch_ms(now()), MAX_PER_RUN))
    ctx.is_unfinished = len(rows) == MAX_PER_RUN
    for due in map(ScheduledDeletion.from_row, rows):
        own = ctx.for_operator(get_operator("id", due.operator_id))
        try:
            own.batch(partial(_delete, own, due), attempts=1)
        except Conflict:  # another run was faster, or the next one tries again
            ctx.is_unfinished = True


def _delete(ctx: JobContext, due: ScheduledDeletion) -> None:
    """Add one deletion to the write; only its order is dropped where the piece is gone already."""
    ctx.tx.guard(__.V(due.id))
    found = _find_equipment(due.equipment_id)
    if found is None or found.key != due.equipment_key:
        ctx.tx.change(__.V(due.id).drop())
        ctx.tx.is_bookkeeping = True
        return
    replacement = _find_equipment(due.replacement_id) if due.replacement_id else None
    deletion = Deletion(due.reason, now(), due.preserves_configuration, replacement, due.notes, due.ordered_by)
    delete_now(ctx, found, deletion, due.id)


def _find_equipment(equipment_id: str) -> Equipment | None:
    rows = execute(queries.equipment_by_id(equipment_id))
    return Equipment.from_row(rows[0]) if rows else None
