"""Turns of scheduled jobs: where several schedules fire at once, one of them has the turn (docs/adr/0020)."""

from vault.graph.connection import Conflict, execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import Merge, P, T, __, single
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now


def acquire(job: str, every: int) -> bool:
    """Take the turn of a job of so many seconds; False where it began less than half of them ago.

    Half, since schedules fire some seconds early or late. Raises Unavailable.
    """
    moment = epoch_ms(now())
    found = {T.id: ids.schedule_id(job), T.label: Label.SCHEDULE}
    recent = __.has(Prop.STARTED_AT, P.gt(moment - every * 1000 // 2))
    steps = __.merge_v(found).option(Merge.on_create, found).not_(recent)
    try:
        return bool(execute(steps.property(single, Prop.STARTED_AT, moment).constant("taken")))
    except Conflict:
        return False


def release(job: str) -> None:
    """Let the job begin again at once, since it failed. Raises Unavailable."""
    execute(__.V(ids.schedule_id(job)).properties(Prop.STARTED_AT).drop())
