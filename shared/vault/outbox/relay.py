"""Carries what writes left in their outbox: audit entries to the log graph, messages to the queues.

Both go under ids of their own, so that carrying twice is carrying once. Messages go first: a parcel whose entries the
log has is carried wholly. It stays in the graph until the sweeper drops it, and carries those whose carrier died
(docs/adr/0015).
"""

import logging
from collections.abc import Iterable, Mapping, Sequence

from vault.adapters import queue
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import Merge, P, Steps, T, __
from vault.graph.transaction import OutboxRecord, Transaction
from vault.kernel import regions
from vault.kernel.errors import Unavailable
from vault.kernel.queue_messages import LogEntry
from vault.kernel.time import epoch_ms, now

SWEPT_AFTER_MS = 60_000
MAX_HOPS = 2
log = logging.getLogger("vault.carrier")


def publish(records: Sequence[OutboxRecord]) -> None:
    """Carry parcels to queues and log. Raises Unavailable, and then leaves them to the sweeper."""
    if not records:
        return
    queue.send([message for parcel in records for message in parcel.messages])
    append_log_entries([entry for parcel in records for entry in parcel.entries])


def commit_and_publish(tx: Transaction) -> None:
    """Commit a job's write, and carry what it sent. Raises what either does."""
    tx.commit()
    publish(tx.outbox_records)
    tx.outbox_records.clear()


def try_publish(records: Sequence[OutboxRecord]) -> bool:
    """Whether parcels could be carried; whatever kept them from it, what was written stays written."""
    try:
        publish(records)
    except Exception as error:  # noqa: BLE001  the write is done: no failure of its carrier may tell its caller otherwise
        log.warning("outbox stays for the sweeper", extra={"error_type": type(error).__name__})
        return False
    return True


def append_log_entries(entries: Iterable[Mapping[str, object]]) -> None:
    """Put entries into the log graph; one that is there already stays as it is. Raises Unavailable.

    Outside the primary region they go into the region's queue, which keeps them until the primary has them.
    """
    if regions.mode().is_secondary:
        queue.send([LogEntry.model_validate(entry).to_json() for entry in entries])
        return
    steps = __.inject(0)
    for entry in entries:
        steps = steps.side_effect(merge_log_entry(entry))
    execute(steps.constant("logged"), "LOG")


def receive(entry: LogEntry) -> None:
    """Take an entry from a region's queue to the primary's, and from the primary's to the log. Raises Unavailable.

    While the primary moves, two regions may take each other for it: an entry that has been there and back waits.
    """
    if not regions.mode().is_secondary:
        append_log_entries([entry.properties()])
    elif entry.hops < MAX_HOPS:
        queue.send_home(entry.model_copy(update={"hops": entry.hops + 1}).to_json())
    else:
        raise Unavailable(service="log")


def merge_log_entry(entry: Mapping[str, object]) -> Steps:
    """The vertex of an entry, made only where it is not there yet."""
    properties = {name: value for name, value in entry.items() if name != "id" and value is not None}
    identity = {T.id: entry["id"], T.label: Label.LOG_ENTRY}
    return __.merge_v(identity).option(Merge.on_create, {**identity, **properties})


def sweep(most: int = 250) -> int:
    """Drop old parcels, after carrying those that were not; how many are gone. Raises Unavailable."""
    added_before = epoch_ms(now()) - SWEPT_AFTER_MS
    rows = execute(__.V().has_label(Label.OUTBOX).has(Prop.ADDED_AT, P.lt(added_before)).limit(most).element_map())
    records = [OutboxRecord.from_payload(str(row[T.id]), str(row[Prop.PAYLOAD])) for row in rows]
    published = _published_record_ids(records)
    done = [parcel.id for parcel in records if parcel.id in published or try_publish([parcel])]
    if done:
        execute(__.V(*done).drop())
    return len(done)


def _published_record_ids(records: Sequence[OutboxRecord]) -> frozenset[str]:
    """The ids of the parcels whose entries the log has."""
    by_entry = {entry["id"]: parcel.id for parcel in records for entry in parcel.entries}
    return frozenset(by_entry[entry] for entry in execute(__.V(*by_entry).id_(), "LOG")) if by_entry else frozenset()
