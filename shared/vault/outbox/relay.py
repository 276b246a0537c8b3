"""Publish outbox records: audit entries to the log graph, messages to the queues."""

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
from vault.kernel.time import epoch_ms, real_now

SWEPT_AFTER_MS = 60_000
MAX_HOPS = 2
log = logging.getLogger("vault.outbox")


def publish(records: Sequence[OutboxRecord]) -> None:
    """Raises Unavailable; the sweeper then publishes what is left."""
    if not records:
        return
    queue.send([message for record in records for message in record.messages])
    append_log_entries([entry for record in records for entry in record.entries])


def commit_and_publish(tx: Transaction) -> None:
    tx.commit()
    publish(tx.outbox_records)
    tx.outbox_records.clear()


def try_publish(records: Sequence[OutboxRecord]) -> bool:
    try:
        publish(records)
    except Exception as error:  # noqa: BLE001  the write is done: a failure to publish must not tell the caller otherwise
        log.warning("outbox record is left for the sweeper", extra={"error_type": type(error).__name__})
        return False
    return True


def append_log_entries(entries: Iterable[Mapping[str, object]]) -> None:
    """Skip existing entries; a secondary region queues them for the primary. Raises Unavailable."""
    if regions.mode().is_secondary:
        queue.send([LogEntry.model_validate(entry).to_json() for entry in entries])
        return
    steps = __.inject(0)
    for entry in entries:
        steps = steps.side_effect(merge_log_entry(entry))
    execute(steps.constant("logged"), "LOG")


def receive(entry: LogEntry) -> None:
    if not regions.mode().is_secondary:
        append_log_entries([entry.properties()])
    elif entry.hops < MAX_HOPS:
        queue.send_to_primary(entry.model_copy(update={"hops": entry.hops + 1}).to_json())
    else:
        raise Unavailable(service="log")


def merge_log_entry(entry: Mapping[str, object]) -> Steps:
    properties = {name: value for name, value in entry.items() if name != "id" and value is not None}
    identity = {T.id: entry["id"], T.label: Label.LOG_ENTRY}
    return __.merge_v(identity).option(Merge.on_create, {**identity, **properties})


def sweep(most: int = 250) -> int:
    """Drop old records, publishing those that were not yet; return how many. Raises Unavailable."""
    added_before = epoch_ms(real_now()) - SWEPT_AFTER_MS
    rows = execute(__.V().has_label(Label.OUTBOX).has(Prop.ADDED_AT, P.lt(added_before)).limit(most).element_map())
    records = [OutboxRecord.from_payload(str(row[T.id]), str(row[Prop.PAYLOAD])) for row in rows]
    published = _published_record_ids(records)
    done = [record.id for record in records if record.id in published or try_publish([record])]
    if done:
        execute(__.V(*done).drop())
    return len(done)


def _published_record_ids(records: Sequence[OutboxRecord]) -> frozenset[str]:
    by_entry = {entry["id"]: record.id for record in records for entry in record.entries}
    return frozenset(by_entry[entry] for entry in execute(__.V(*by_entry).id_(), "LOG")) if by_entry else frozenset()
