"""Marks: moments at which vertices must be looked at, found by the equality of their minute.

An index serves equality alone, so a vertex carries its moment (`due_at`, epoch ms) and the UTC minute of it
(`due_minute`). `mark_id` is another one each time the mark is moved, so that a write which moves or removes a mark can
be guarded by the one that it read.
"""

from vault.graph.schema import Prop
from vault.graph.steps import P, Steps, __, with_properties, without_properties
from vault.kernel import ids
from vault.kernel.time import from_epoch_ms, to_wire

MINUTE_MS = 60_000
LATE_MINUTES = 15
"""A write computes its minute before it commits: how late it may commit."""
MAX_MINUTES = 60
"""After a longer gap one range is asked for instead."""


def minute_of(moment: int) -> str:
    """The UTC minute of a moment in epoch ms, as text."""
    return to_wire(from_epoch_ms(moment))[:16]


def set_mark(steps: Steps, due_at: int) -> Steps:
    """Mark the vertices of `steps` for a moment in epoch ms."""
    mark = {Prop.DUE_AT: due_at, Prop.DUE_MINUTE: minute_of(due_at), Prop.MARK_ID: ids.generate_id("mark")}
    return with_properties(steps, **mark)


def remove_mark(steps: Steps) -> Steps:
    return without_properties(steps, Prop.DUE_AT, Prop.DUE_MINUTE, Prop.MARK_ID)


def has_mark(vertex_id: str, mark_id: str) -> Steps:
    """A guard that holds while the mark is the one that was read."""
    return __.V(vertex_id).has(Prop.MARK_ID, mark_id)


def due_vertices(label: str, since: int | None, moment: int) -> Steps:
    """Vertices of the label that are due at `moment` (epoch ms).

    `since` is the moment of the previous run; without one, or after a long gap, every due mark is found.
    """
    due = __.has(Prop.DUE_AT, P.lte(moment))
    first = None if since is None else since // MINUTE_MS - LATE_MINUTES
    last = moment // MINUTE_MS
    if first is None or not 0 <= last - first <= MAX_MINUTES + LATE_MINUTES:
        return __.V().has_label(label).has(Prop.DUE_AT, P.lte(moment))
    minutes = (minute_of(minute * MINUTE_MS) for minute in range(first, last + 1))
    return __.inject(0).union(*(__.V().has(label, Prop.DUE_MINUTE, minute) for minute in minutes)).where(due)
