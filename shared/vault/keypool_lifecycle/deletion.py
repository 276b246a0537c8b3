"""Deleting keypools: no key opens anything after the first write; large keypools are dropped in the background."""

from collections.abc import Mapping
from functools import partial

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext, WriteContext
from vault.graph.connection import execute
from vault.kernel.queue_messages import DeleteKeypool
from vault.keypool_lifecycle import teardown
from vault.keypool_lifecycle.teardown import DeletableKeypool, KeyOwner, TeardownBatch
from vault.keypools import queries as keypools
from vault.keys import queries
from vault.outbox.job_context import JobContext
from vault.outbox.messages import queue_job


def delete(ctx: CallContext, deletable: DeletableKeypool) -> bool:
    """Delete a local keypool; False if what is left of it is dropped in the background. Raises KeypoolGlobal."""
    keypool, batch = deletable.keypool.require_local(), deletable.first_batch
    ctx.tx.guard(keypools.in_use(keypool.id))
    audit.record(ctx, AuditEvent.KEYPOOL_DELETED, keypool=keypool.id, ssid=keypool.ssid, keys=keypool.key_count)
    for venue_id in sorted(keypool.venues):
        audit.record(ctx, AuditEvent.KEYPOOL_DISCONNECTED, venue_id=venue_id, keypool=keypool.id, ssid=keypool.ssid)
    if batch and batch.is_last:
        _drop_batch(ctx, batch)
        return True
    ctx.tx.change(teardown.detach(keypool.id))
    queue_job(ctx, DeleteKeypool(operator=ctx.operator.id, keypool=keypool.id))
    return False


def finish(ctx: JobContext, keypool_id: str) -> None:
    """Take away what is left of a keypool that is being deleted, some of it in each write.

    A run that is repeated goes on where the one before ended. Raises Conflict, Unavailable.
    """
    ctx.batches(partial(_delete_part, ctx, keypool_id))


def _delete_part(ctx: JobContext, keypool_id: str) -> bool:
    """Take away some of what is left; whether there may be more. Raises Unavailable."""
    rows = execute(teardown.next_teardown_batch(keypool_id))
    if not rows:
        return False
    found = TeardownBatch.from_row(teardown.PART, rows[0])
    _drop_batch(ctx, found)
    if found.is_last:
        audit.record(ctx, AuditEvent.KEYPOOL_DELETION_FINISHED, keypool=keypool_id)
    elif not ctx.tx.entries:
        audit.record(ctx, AuditEvent.KEYPOOL_IS_BEING_DELETED, keypool=keypool_id)
    return not found.is_last


def _drop_batch(ctx: WriteContext, batch: TeardownBatch) -> None:
    """Drop devices while they exceed one write, then keys and cards, then bins and at last the keypool."""
    bounds = batch.bounds
    ctx.tx.guard(teardown.all_exist([batch.keypool_id, *batch.keys, *batch.card_batches]))
    ctx.tx.change(*teardown.drop_vertices(batch.devices[: bounds.devices]))
    if len(batch.devices) > bounds.devices:
        return
    keys = dict(list(batch.keys.items())[: bounds.keys])
    _release_from_holders(ctx, batch.keypool_id, keys)
    ctx.tx.change(*teardown.drop_keys([*keys, *batch.card_batches[: bounds.card_batches]]))
    if batch.empties_bins and batch.bins:
        ctx.tx.guard(teardown.no_other_keys_in_bins(batch))
        ctx.tx.change(*teardown.drop_vertices(batch.bins))
    if batch.is_last:
        ctx.tx.guard(teardown.no_other_bins_or_cards(batch))
        ctx.tx.change(*teardown.drop_vertices([batch.keypool_id]))


def _release_from_holders(ctx: WriteContext, keypool_id: str, keys: Mapping[str, KeyOwner | None]) -> None:
    keys_by_owner: dict[KeyOwner, list[str]] = {}
    for key_id, owner in keys.items():
        if owner:
            keys_by_owner.setdefault(owner, []).append(key_id)
    for owner, key_ids in keys_by_owner.items():
        ctx.tx.guard(queries.person_at_keys_version(owner.id, owner.version))
        ctx.tx.change(queries.set_keys_version(owner.id, owner.version + 1))
        audit.record(ctx, AuditEvent.KEYS_REMOVED, subscriber=owner.token, keypool=keypool_id, keys=key_ids)
