"""Issuing missing keys to residents, after a keypool was attached where they live."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import Conflict, execute
from vault.kernel.time import epoch_ms, now
from vault.keypools.model import KeypoolScope
from vault.keys.issuance import IssueRequest, issue
from vault.keys.model import KeypoolForNewKeys
from vault.outbox.job_context import JobContext
from vault.subscribers import queries
from vault.subscribers.model import Resident, Subscription

PEOPLE_PER_WRITE = 40
MAX_PER_RUN = 1000


def issue_missing_keys(ctx: JobContext, keypool_id: str) -> None:
    """Issue keys of a pool to those who wait for them.

    Up to a thousand in a run, some in each write; where there are more, another run is started. A run that is
    repeated goes on where the one before ended. Raises Conflict, Unavailable.
    """
    person_ids = execute(queries.people_without_key(keypool_id, epoch_ms(now()), MAX_PER_RUN))
    for batch in _batches(person_ids, PEOPLE_PER_WRITE):
        if not ctx.has_time():
            ctx.is_unfinished = True
            return
        _issue_with_retry(ctx, keypool_id, batch)
    ctx.is_unfinished = len(person_ids) == MAX_PER_RUN


def _issue_with_retry(ctx: JobContext, keypool_id: str, person_ids: Sequence[str]) -> None:
    """One write for some persons; on a conflict one for each, so that nobody holds up the others.

    Raises Conflict, Unavailable.
    """
    step = partial(_issue_keys, ctx, keypool_id, person_ids)
    if len(person_ids) == 1:
        ctx.batch(step)
        return
    try:
        ctx.batch(step, attempts=1)
    except Conflict:
        for person_id in person_ids:
            _issue_with_retry(ctx, keypool_id, [person_id])


def _issue_keys(ctx: JobContext, keypool_id: str, person_ids: Sequence[str]) -> None:
    """Add the keys of these persons to the write. Raises Unavailable."""
    for found in execute(queries.keypool_with_places(keypool_id)):
        pool = KeypoolForNewKeys.from_row(found["pool"])
        residents = [Resident.from_row(row) for row in execute(queries.residents(person_ids))]
        orders = [IssueRequest(resident, (pool,), _entitlements_of(resident, found)) for resident in residents]
        for order, issued in zip(orders, issue(ctx, *orders), strict=True):
            if issued.new:
                keys = ", ".join(key.id for key in issued.new)
                audit.record(ctx, AuditEvent.KEYS_ISSUED, subscriber=order.holder.token, keypool=keypool_id, keys=keys)
        if ctx.tx.changes and not ctx.tx.entries:
            audit.record(ctx, AuditEvent.KEYS_EXTENDED, keypool=keypool_id)


def _entitlements_of(resident: Resident, keypool: Any) -> tuple[Any, ...]:
    moment = epoch_ms(now())
    return tuple(
        each.entitlement()
        for each in resident.subscriptions
        if _is_shown_at(each, keypool) and (each.period.ends_at is None or each.period.ends_at >= moment)
    )


def _is_shown_at(subscription: Subscription, keypool: Any) -> bool:
    return keypool["scope"] == KeypoolScope.GLOBAL or bool(
        {subscription.at, subscription.venue_id} & set(keypool["shown_at"])
    )


def _batches(items: Sequence[str], most: int) -> Iterator[list[str]]:
    rest = iter(items)
    while batch := list(islice(rest, most)):
        yield batch
