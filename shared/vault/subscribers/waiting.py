"""Residents who wait for keys: of a pool that was attached after they had moved in."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.job_context import JobContext
from vault.graph.connection import Conflict, answer
from vault.kernel.time import epoch_ms, now
from vault.keypools.model import Scope
from vault.keys.issuing import Order, issue
from vault.keys.model import OpenPool
from vault.subscribers import queries
from vault.subscribers.model import Resident, Subscription

AT_ONCE = 40
MOST = 1000


def serve(ctx: JobContext, keypool_id: str) -> None:
    """Issue keys of a pool to those who wait for them.

    Up to a thousand in a run, some in each write; where there are more, another run is started. A run that is
    repeated goes on where the one before ended. Raises Conflict, Unavailable.
    """
    waiting = answer(queries.without_key(keypool_id, epoch_ms(now()), MOST))
    for some in parts(waiting, AT_ONCE):
        if not ctx.has_time():
            ctx.is_unfinished = True
            return
        serve_some(ctx, keypool_id, some)
    ctx.is_unfinished = len(waiting) == MOST


def serve_some(ctx: JobContext, keypool_id: str, person_ids: Sequence[str]) -> None:
    """One write for some persons; on a conflict one for each, so that nobody holds up the others.

    Raises Conflict, Unavailable.
    """
    step = partial(issue_keys, ctx, keypool_id, person_ids)
    if len(person_ids) == 1:
        ctx.batch(step)
        return
    try:
        ctx.batch(step, attempts=1)
    except Conflict:
        for person_id in person_ids:
            serve_some(ctx, keypool_id, [person_id])


def issue_keys(ctx: JobContext, keypool_id: str, person_ids: Sequence[str]) -> None:
    """Add the keys of these persons to the write. Raises Unavailable."""
    for found in answer(queries.reach(keypool_id)):
        pool = OpenPool.of(found["pool"])
        residents = [Resident.of(row) for row in answer(queries.residents(person_ids))]
        orders = [Order(resident, (pool,), stays(resident, found)) for resident in residents]
        for order, issued in zip(orders, issue(ctx, *orders), strict=True):
            if issued.new:
                keys = ", ".join(key.id for key in issued.new)
                audit.record(ctx, AuditEvent.KEYS_ISSUED, subscriber=order.holder.token, keypool=keypool_id, keys=keys)
        if ctx.tx.changes and not ctx.tx.entries:
            audit.record(ctx, AuditEvent.KEYS_EXTENDED, keypool=keypool_id)


def stays(resident: Resident, reach: Any) -> tuple[Any, ...]:
    """What the person's key of the pool is to hold for: the subscriptions where it is shown that have not ended."""
    moment = epoch_ms(now())
    return tuple(
        each.stay()
        for each in resident.subscriptions
        if shown_to(each, reach) and (each.period.ends_at is None or each.period.ends_at >= moment)
    )


def shown_to(subscription: Subscription, reach: Any) -> bool:
    """Whether a keypool is shown where a subscription is."""
    return reach["scope"] == Scope.GLOBAL or bool({subscription.at, subscription.venue_id} & set(reach["shown"]))


def parts(items: Sequence[str], most: int) -> Iterator[list[str]]:
    """The items, so many at a time."""
    rest = iter(items)
    while part := list(islice(rest, most)):
        yield part
