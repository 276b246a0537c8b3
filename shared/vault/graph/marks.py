"""Marks: moments at which vertices must be looked at, found by the equality of their minute.

An index serves equality alone, so a vertex carries its moment (`due_at`, epoch ms) and the UTC minute of it
(`due_minute`). `mark_id` is another one each time the mark is moved, so that a write which moves or removes a mark can
be guarded by the one that it read.
"""

from collections.abc import Iterator

from vault.graph.schema import Prop
from vault.graph.steps import P, Steps, __, with_properties, without_properties
from vault.kernel import ids
from vault.kernel.time import from_epoch_ms, to_wire

MINUTE_MS = 60_000
LATE_MS = 15 * MINUTE_MS
"""A write computes its minute before it commits: how late it may commit."""
MAX_GAP_MS = 60 * MINUTE_MS
"""After a longer gap between two runs one range is asked for instead."""


def set_mark(steps: Steps, due_at: int) -> Steps:
    """Mark the vertices of `steps` for a moment in epoch ms."""
    mark = {Prop.DUE_AT: due_at, Prop.DUE_MINUTE: _minute_of(due_at), Prop.MARK_ID: ids.generate_id("mark")}
    return with_properties(steps, **mark)


def remove_mark(steps: Steps) -> Steps:
    return without_properties(steps, Prop.DUE_AT, Prop.DUE_MINUTE, Prop.MARK_ID)


def has_mark(vertex_id: str, mark_id: str) -> Steps:
    """A guard that holds while the mark is the one that was read."""
    return __.V(vertex_id).has(Prop.MARK_ID, mark_id)


def due_vertices(label: str, since: int | None, moment: int) -> Steps:
    """Begin a query with the vertices of the label that are due at `moment` (epoch ms), each once.

    `since` is the moment of a previous run, which left nothing undone. Without one, after a long gap, and where the
    clock was set back, every due mark is found, by a range that reads each vertex.
    """
    return __.inject(0).flat_map(due_vertices_within(label, since, moment))


def due_vertices_within(label: str, since: int | None, moment: int) -> Steps:
    """The same inside of a query, once for each traverser there.

    An `inject` inside would add one to them, and every vertex would be found twice.
    """
    if since is None or not 0 <= moment - since <= MAX_GAP_MS:
        found = [__.V().has_label(label)]
    else:
        found = [__.V().has(label, Prop.DUE_MINUTE, minute) for minute in _minutes(since - LATE_MS, moment)]
    return __.union(*found).where(__.has(Prop.DUE_AT, P.lte(moment)))


def _minutes(first: int, last: int) -> Iterator[str]:
    for minute in range(first // MINUTE_MS, last // MINUTE_MS + 1):
        yield _minute_of(minute * MINUTE_MS)


def _minute_of(moment: int) -> str:
    return to_wire(from_epoch_ms(moment))[: len("2026-01-01T00:00")]
