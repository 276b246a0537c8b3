"""Leases of scheduled jobs: where several schedules fire at once, one of them runs (docs/adr/0020)."""

from vault.graph.connection import Conflict, execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import Merge, P, T, __, single
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now


def acquire(job: str, every: int) -> bool:
    """False where the job started within half of its period of `every` seconds. Raises Unavailable."""
    moment = epoch_ms(now())
    found = {T.id: ids.schedule_id(job), T.label: Label.SCHEDULE}
    # Half of the period, because schedules fire some seconds early or late.
    recent = __.has(Prop.STARTED_AT, P.gt(moment - every * 1000 // 2))
    steps = __.merge_v(found).option(Merge.on_create, found).not_(recent)
    try:
        return bool(execute(steps.property(single, Prop.STARTED_AT, moment).constant("acquired")))
    except Conflict:
        return False


def release(job: str) -> None:
    """Release the lease after a failure, so that the job may start again at once. Raises Unavailable."""
    execute(__.V(ids.schedule_id(job)).properties(Prop.STARTED_AT).drop())
