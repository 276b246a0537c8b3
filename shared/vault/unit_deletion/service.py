"""Delete units: empty ones in parts of bounded size, occupied ones once they are vacated and their gateways say so.

A gateway that is out of service, or that has been out of reach for a day, is not waited for: the mark of the VLAN
outlives the unit, so what is left on the device is removed when it is back.
"""

import time
from collections.abc import Callable
from functools import partial

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext, WriteContext
from vault.gateway_marks.service import mark_gateway_vlans
from vault.graph.connection import Conflict, execute
from vault.kernel import ids
from vault.kernel.messages import JoinedTexts
from vault.kernel.queue_messages import DeleteUnits
from vault.kernel.time import epoch_ms, now
from vault.outbox.job_context import JobContext
from vault.outbox.messages import queue_job
from vault.subscribers.endings import EndReason, end_subscriptions
from vault.unit_deletion import queries
from vault.unit_deletion.model import Confirmation, DeletionPart, EmptyUnit, OccupiedUnit, Progress, Selection

UNITS_PER_WRITE, SUBSCRIPTIONS_PER_WRITE, VACATED_PER_WRITE = 100, 200, 20
CALL_SECONDS = 20
UNREACHABLE_MS = 24 * 3_600_000


def delete_units(ctx: CallContext, selection: Selection, *, force: bool) -> JoinedTexts:
    """Delete what is empty; with `force`, end what runs or is booked at the others, which a later call deletes.

    What CALL_SECONDS do not suffice for is done in the background. Raises UnitOccupied, UnitsOccupied, where nothing is
    deleted; Unavailable.
    """
    occupied, confirmation = _look(selection)
    if occupied and not force:
        raise selection.refusal(occupied)
    deadline = time.monotonic() + CALL_SECONDS
    waiting = _count_waiting(selection, confirmation)
    deleted, is_done = _repeat(ctx, partial(_add_deletions, ctx, selection, confirmation), deadline)
    vacated = 0
    if is_done and force:
        vacated, is_done = _repeat(ctx, partial(_add_endings, ctx, selection), deadline)
    if selection.unit_id and not (deleted or vacated or waiting or ctx.tx.changes):
        raise Conflict(is_concurrent=True)  # somebody moved in since it was found empty
    if not is_done:
        queue_job(ctx, selection.to_message(ctx.operator.id, force=force))
    return Progress(deleted, vacated, waiting, is_unfinished=not is_done).to_message()


def finish(ctx: JobContext, message: DeleteUnits) -> None:
    """Delete in the background what a call left. A repeated run resumes. Raises Conflict, Unavailable."""
    selection = Selection.from_message(message)
    occupied, confirmation = _look(selection)
    if occupied and not message.force:
        return
    if ctx.batches(lambda: not _add_deletions(ctx, selection, confirmation).is_last) and message.force:
        ctx.batches(lambda: not _add_endings(ctx, selection).is_last)


def _look(selection: Selection) -> tuple[int, Confirmation]:
    """How many units are occupied, and what the gateways have not confirmed."""
    moment = epoch_ms(now())
    (row,) = execute(queries.overview(selection, moment, moment - UNREACHABLE_MS))
    if not row["gateways"]:
        return row["occupied"], Confirmation()
    waiting = execute(queries.vlans_waiting_at(row["gateways"]))
    return row["occupied"], Confirmation(has_gateways=True, waiting_vlans=tuple(waiting))


def _count_waiting(selection: Selection, confirmation: Confirmation) -> int:
    if not confirmation.has_gateways:
        return 0
    return int(execute(queries.unconfirmed_units(selection, confirmation, epoch_ms(now())))[0])


def _repeat(ctx: CallContext, add_part: Callable[[], DeletionPart], deadline: float) -> tuple[int, bool]:
    """Add parts to the write until the last one, which the runtime commits: the units, and whether time sufficed."""
    count = 0
    while True:
        part = add_part()
        count += part.count
        if part.is_last or time.monotonic() >= deadline:
            return count, part.is_last
        ctx.tx.commit()


def _add_deletions(ctx: WriteContext, selection: Selection, confirmation: Confirmation) -> DeletionPart:
    """Delete some of the empty units; of one with a long history, tie a part of it to the venue."""
    found = queries.empty_units(
        selection, confirmation, epoch_ms(now()), UNITS_PER_WRITE + 1, SUBSCRIPTIONS_PER_WRITE + 1
    )
    units, left = [EmptyUnit.from_row(row) for row in execute(found)], SUBSCRIPTIONS_PER_WRITE
    if units and len(units[0].ended) > SUBSCRIPTIONS_PER_WRITE:
        _move_history(ctx, selection.venue_id, units[0])
        return DeletionPart(0, is_last=False)
    count = 0
    for unit in units[:UNITS_PER_WRITE]:
        left -= len(unit.ended)
        if left < 0:
            break
        _delete_unit(ctx, selection.venue_id, unit)
        count += 1
    return DeletionPart(count, is_last=count == len(units))


def _move_history(ctx: WriteContext, venue_id: str, unit: EmptyUnit) -> None:
    history = unit.ended[:SUBSCRIPTIONS_PER_WRITE]
    for each in history:
        ctx.tx.change(*queries.tie_to_venue(each, unit.id, venue_id))
    audit.record(ctx, AuditEvent.UNIT_IS_BEING_DELETED, venue_id=venue_id, unit_id=unit.id, subscriptions=len(history))


def _delete_unit(ctx: WriteContext, venue_id: str, unit: EmptyUnit) -> None:
    ctx.tx.guard(queries.has_no_other_subscriptions(unit))
    for each in unit.ended:
        ctx.tx.change(*queries.tie_to_venue(each, unit.id, venue_id))
    ctx.tx.change(*queries.drop(unit, venue_id))
    mark_gateway_vlans(ctx, vlans=[ids.vlan_id(venue_id, unit.vlan)])
    audit.record(
        ctx,
        AuditEvent.UNIT_DELETED,
        venue_id=venue_id,
        unit_id=unit.id,
        vlan=unit.vlan,
        subscriptions=len(unit.ended),
    )


def _add_endings(ctx: WriteContext, selection: Selection) -> DeletionPart:
    """End what runs and is booked at some of the occupied units."""
    moment = epoch_ms(now())
    rows = execute(queries.occupied_units(selection, moment, VACATED_PER_WRITE + 1))
    units = [OccupiedUnit.from_row(row, selection.venue_id) for row in rows[:VACATED_PER_WRITE]]
    for holder in (holder for unit in units for holder in unit.holders):
        end_subscriptions(ctx, holder, moment, EndReason.ADMINISTRATIVE, urgent=True)
    return DeletionPart(len(units), is_last=len(rows) <= VACATED_PER_WRITE)
