"""Keypools deleted: nothing of one works from the first write on, and all of it goes, at once or in the background."""

from collections.abc import Mapping
from functools import partial

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.job_context import JobContext
from vault.audit.outgoing import start
from vault.callers.model import Caller, WriteContext
from vault.graph.connection import answer
from vault.kernel.queue_messages import DeleteKeypool
from vault.keypools import queries as keypools
from vault.keys import queries, remains
from vault.keys.remains import Doomed, Owner, Remains


def delete(caller: Caller, doomed: Doomed) -> bool:
    """Take a local keypool from its operator and venues, with everything that hangs from it.

    From this write on it is not shown, takes no keys, and none of its keys is a candidate. False where its keys and
    bins are more than one write takes away: they follow in the background. Raises KeypoolGlobal.
    """
    keypool, found = doomed.keypool.local(), doomed.remains
    caller.tx.guard(keypools.in_use(keypool.id))
    audit.record(caller, AuditEvent.KEYPOOL_DELETED, keypool=keypool.id, ssid=keypool.ssid, keys=keypool.key_count)
    for venue_id in sorted(keypool.venues):
        audit.record(caller, AuditEvent.KEYPOOL_DISCONNECTED, venue_id=venue_id, keypool=keypool.id, ssid=keypool.ssid)
    if found and found.are_all:
        take_away(caller, found)
        return True
    caller.tx.change(remains.given_up(keypool.id))
    start(caller, DeleteKeypool(operator=caller.operator.id, keypool=keypool.id))
    return False


def finish(ctx: JobContext, keypool_id: str) -> None:
    """Take away what is left of a keypool that is being deleted, some of it in each write.

    A run that is repeated goes on where the one before ended. Raises Conflict, Unavailable.
    """
    ctx.batches(partial(delete_part, ctx, keypool_id))


def delete_part(ctx: JobContext, keypool_id: str) -> bool:
    """Take away some of what is left; whether there may be more. Raises Unavailable."""
    rows = answer(remains.left(keypool_id))
    if not rows:
        return False
    found = Remains.of(rows[0])
    take_away(ctx, found)
    if found.are_all:
        audit.record(ctx, AuditEvent.KEYPOOL_DELETION_FINISHED, keypool=keypool_id)
    elif not ctx.tx.entries:
        audit.record(ctx, AuditEvent.KEYPOOL_IS_BEING_DELETED, keypool=keypool_id)
    return not found.are_all


def take_away(caller: WriteContext, found: Remains) -> None:
    """Add to the caller's write that these are gone: too many devices first, then keys, then what held them."""
    caller.tx.guard(remains.all_there([found.keypool_id, *found.keys]))
    caller.tx.change(*remains.gone(found.devices[: remains.DEVICES]))
    if len(found.devices) > remains.DEVICES:
        return
    keys = dict(list(found.keys.items())[: remains.KEYS])
    release(caller, found.keypool_id, keys)
    caller.tx.change(*remains.without_keys(keys))
    if len(found.keys) > remains.KEYS or found.has_batch:
        return
    if found.bins:
        caller.tx.guard(remains.no_more_in(found))
        caller.tx.change(*remains.gone(found.bins))
    if found.are_all:
        caller.tx.guard(remains.no_more_of(found))
        caller.tx.change(*remains.gone([found.keypool_id]))


def release(caller: WriteContext, keypool_id: str, keys: Mapping[str, Owner | None]) -> None:
    """Write only while nobody else touches the keys of their holders, and tell each of these in the log."""
    theirs: dict[Owner, list[str]] = {}
    for key_id, owner in keys.items():
        if owner:
            theirs.setdefault(owner, []).append(key_id)
    for owner, key_ids in theirs.items():
        caller.tx.guard(queries.at_version(owner.id, owner.version))
        caller.tx.change(queries.versioned(owner.id, owner.version + 1))
        audit.record(caller, AuditEvent.KEYS_REMOVED, subscriber=owner.token, keypool=keypool_id, keys=key_ids)
