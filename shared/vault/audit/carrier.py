"""Carries what writes left in their outbox: audit entries to the log graph, messages to the queues.

Both go under ids of their own, so that carrying twice is carrying once. Messages go first: a parcel whose entries the
log has is carried wholly. It stays in the graph until the sweeper drops it, and carries those whose carrier died
(docs/adr/0015).
"""

import logging
from collections.abc import Iterable, Mapping, Sequence

from vault.adapters import queue
from vault.graph.connection import answer
from vault.graph.schema import Label, Prop
from vault.graph.steps import Merge, P, Steps, T, __
from vault.graph.transaction import Parcel, Transaction
from vault.kernel import regions
from vault.kernel.errors import Unavailable
from vault.kernel.queue_messages import LogEntry
from vault.kernel.time import epoch_ms, now

SWEPT_AFTER_MS = 60_000
MOST_HOPS = 2
log = logging.getLogger("vault.carrier")


def carry(parcels: Sequence[Parcel]) -> None:
    """Carry parcels to queues and log. Raises Unavailable, and then leaves them to the sweeper."""
    if not parcels:
        return
    queue.send([message for parcel in parcels for message in parcel.messages])
    append([entry for parcel in parcels for entry in parcel.entries])


def written(tx: Transaction) -> None:
    """Commit a job's write, and carry what it sent. Raises what either does."""
    tx.commit()
    carry(tx.parcels)
    tx.parcels.clear()


def carried(parcels: Sequence[Parcel]) -> bool:
    """Whether parcels could be carried; whatever kept them from it, what was written stays written."""
    try:
        carry(parcels)
    except Exception as error:  # noqa: BLE001  the write is done: no failure of its carrier may tell its caller otherwise
        log.warning("outbox stays for the sweeper", extra={"error_type": type(error).__name__})
        return False
    return True


def append(entries: Iterable[Mapping[str, object]]) -> None:
    """Put entries into the log graph; one that is there already stays as it is. Raises Unavailable.

    Outside the primary region they go into the region's queue, which keeps them until the primary has them.
    """
    if regions.mode().is_secondary:
        queue.send([LogEntry.model_validate(entry).to_json() for entry in entries])
        return
    steps = __.inject(0)
    for entry in entries:
        steps = steps.side_effect(logged(entry))
    answer(steps.constant("logged"), "LOG")


def arrived(entry: LogEntry) -> None:
    """Take an entry from a region's queue to the primary's, and from the primary's to the log. Raises Unavailable.

    While the primary moves, two regions may take each other for it: an entry that has been there and back waits.
    """
    if not regions.mode().is_secondary:
        append([entry.properties()])
    elif entry.hops < MOST_HOPS:
        queue.send_home(entry.model_copy(update={"hops": entry.hops + 1}).to_json())
    else:
        raise Unavailable(service="log")


def logged(entry: Mapping[str, object]) -> Steps:
    """The vertex of an entry, made only where it is not there yet."""
    properties = {name: value for name, value in entry.items() if name != "id" and value is not None}
    found = {T.id: entry["id"], T.label: Label.LOG_ENTRY}
    return __.merge_v(found).option(Merge.on_create, {**found, **properties})


def sweep(most: int = 250) -> int:
    """Drop old parcels, after carrying those that were not; how many are gone. Raises Unavailable."""
    overdue = epoch_ms(now()) - SWEPT_AFTER_MS
    rows = answer(__.V().has_label(Label.OUTBOX).has(Prop.ADDED_AT, P.lt(overdue)).limit(most).element_map())
    parcels = [Parcel.opened(str(row[T.id]), str(row[Prop.PAYLOAD])) for row in rows]
    there = known(parcels)
    done = [parcel.id for parcel in parcels if parcel.id in there or carried([parcel])]
    if done:
        answer(__.V(*done).drop())
    return len(done)


def known(parcels: Sequence[Parcel]) -> frozenset[str]:
    """The ids of the parcels whose entries the log has."""
    by_entry = {entry["id"]: parcel.id for parcel in parcels for entry in parcel.entries}
    return frozenset(by_entry[entry] for entry in answer(__.V(*by_entry).id_(), "LOG")) if by_entry else frozenset()
