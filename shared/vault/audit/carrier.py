"""Carries what writes left in their outbox: audit entries to the log graph, messages to the queues.

Both go under ids of their own, so that carrying twice is carrying once. A parcel whose carrier died
stays in the graph until the sweeper carries it.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence

from vault.adapters import queue
from vault.graph.connection import answer
from vault.graph.schema import Label, Prop
from vault.graph.steps import Merge, P, Steps, T, __
from vault.graph.transaction import Parcel
from vault.kernel.time import epoch_ms, now

SWEPT_AFTER_MS = 60_000
log = logging.getLogger("vault.carrier")


def carry(parcels: Sequence[Parcel]) -> None:
    """Carry parcels to log and queues, and drop them. Raises Unavailable, and then leaves them to the sweeper."""
    if not parcels:
        return
    append([entry for parcel in parcels for entry in parcel.entries])
    queue.send([message for parcel in parcels for message in parcel.messages])
    answer(__.V(*[parcel.id for parcel in parcels]).drop())


def carried(parcels: Sequence[Parcel]) -> bool:
    """Whether parcels could be carried; whatever kept them from it, what was written stays written."""
    try:
        carry(parcels)
    except Exception as error:  # noqa: BLE001  the write is done: no failure of its carrier may tell its caller otherwise
        log.warning("outbox stays for the sweeper", extra={"error_type": type(error).__name__})
        return False
    return True


def append(entries: Iterable[Mapping[str, object]]) -> None:
    """Put entries into the log graph; one that is there already stays as it is. Raises Unavailable."""
    steps = __.inject(0)
    for entry in entries:
        steps = steps.side_effect(logged(entry))
    answer(steps.constant("logged"), "LOG")


def logged(entry: Mapping[str, object]) -> Steps:
    """The vertex of an entry, made only where it is not there yet."""
    properties = {name: value for name, value in entry.items() if name != "id" and value is not None}
    found = {T.id: entry["id"], T.label: Label.LOG_ENTRY}
    return __.merge_v(found).option(Merge.on_create, {**found, **properties})


def sweep(most: int = 100) -> int:
    """Carry what crashed carriers left behind; how many parcels got there. Raises Unavailable."""
    overdue = epoch_ms(now()) - SWEPT_AFTER_MS
    rows = answer(__.V().has_label(Label.OUTBOX).has(Prop.ADDED_AT, P.lt(overdue)).limit(most).element_map())
    return sum(carried([Parcel.opened(str(row[T.id]), str(row[Prop.PAYLOAD]))]) for row in rows)
