"""Residents who wait for keys: of a pool that was attached after they had moved in."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from vault.audit import carrier
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.outgoing import start
from vault.callers.model import Caller
from vault.graph.connection import Conflict, answer
from vault.kernel.queues import Queue
from vault.kernel.time import epoch_ms, now
from vault.keypools.model import Scope
from vault.keys.issuing import Order, issue
from vault.keys.model import OpenPool
from vault.subscribers import queries
from vault.subscribers.model import Resident, Subscription

AT_ONCE = 40
MOST = 1000
TRIES = 8


def serve(caller: Caller, keypool_id: str) -> int:
    """Issue keys of a pool to those who wait for them; how many persons there were.

    Up to a thousand in a run, some in each write; where there are more, another run is started. A run that is
    repeated goes on where the one before ended. Raises Conflict, Unavailable.
    """
    waiting = answer(queries.without_key(keypool_id, epoch_ms(now()), MOST))
    for some in parts(waiting, AT_ONCE):
        serve_some(caller, keypool_id, some)
    if len(waiting) == MOST:
        audit.record(caller, AuditEvent.KEYS_ARE_BEING_ISSUED, keypool=keypool_id)
        start(caller, Queue.ISSUE_KEYS, keypool=keypool_id)
        carrier.written(caller.tx)
    return len(waiting)


def serve_some(caller: Caller, keypool_id: str, person_ids: Sequence[str]) -> None:
    """One write for some persons; on a conflict again, each on their own, so that nobody holds up the others."""
    for attempt in range(TRIES):
        caller.tx.discard()
        try:
            serve_at_once(caller, keypool_id, person_ids)
        except Conflict:
            if attempt == TRIES - 1:
                raise
            if len(person_ids) > 1:
                for person_id in person_ids:
                    serve_some(caller, keypool_id, [person_id])
                return
        else:
            return


def serve_at_once(caller: Caller, keypool_id: str, person_ids: Sequence[str]) -> None:
    """The keys of these persons in one write. Raises Conflict, Unavailable."""
    for found in answer(queries.reach(keypool_id)):
        pool = OpenPool.of(found["pool"])
        residents = [Resident.of(row) for row in answer(queries.residents(person_ids))]
        orders = [Order(resident, (pool,), stays(resident, found)) for resident in residents]
        for order, issued in zip(orders, issue(caller, *orders), strict=True):
            if issued.new:
                keys = ", ".join(key.id for key in issued.new)
                audit.record(
                    caller, AuditEvent.KEYS_ISSUED, subscriber=order.holder.token, keypool=keypool_id, keys=keys
                )
        if caller.tx.changes and not caller.tx.entries:
            audit.record(caller, AuditEvent.KEYS_EXTENDED, keypool=keypool_id)
        carrier.written(caller.tx)


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
