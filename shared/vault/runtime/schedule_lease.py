"""Leases of scheduled jobs: where several schedules fire at once, one of them runs (docs/adr/0020).

A lease goes by the machine's time. With it stands the moment of the job's last run, by the time of the rules, from
which the next run looks for what is due (graph/marks.py).
"""

from vault.graph.connection import Conflict, execute
from vault.graph.marks import MAX_GAP_MS
from vault.graph.schema import Label, Prop
from vault.graph.steps import Merge, P, T, __, single, with_properties, without_properties
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now, real_now
from vault.kernel.values import value


@value
class Lease:
    """The right to run a job once; times in epoch ms."""

    job: str
    moment: int
    previous_run: int | None
    """The moment of the run before; None where none is known that left nothing undone."""


def acquire(job: str, every: int) -> Lease | None:
    """None where the job started within half of its period of `every` seconds. Raises Unavailable."""
    real, moment = epoch_ms(real_now()), epoch_ms(now())
    found = {T.id: ids.schedule_id(job), T.label: Label.SCHEDULE}
    # Half of the period, because schedules fire some seconds early or late.
    recent = __.has(Prop.STARTED_AT, P.gt(real - every * 1000 // 2))
    # A run after a gap looks at everything, and counts once it has ended: `record_outcome`.
    known = __.has(Prop.RAN_AT, P.between(moment - MAX_GAP_MS, moment + 1))
    steps = __.merge_v(found).option(Merge.on_create, found).not_(recent).as_("schedule")
    steps = steps.map(known.clone().values(Prop.RAN_AT).fold()).as_("previous").select("schedule")
    steps = steps.property(single, Prop.STARTED_AT, real)
    steps = steps.side_effect(known.property(single, Prop.RAN_AT, moment))
    try:
        rows = execute(steps.select("previous"))
    except Conflict:
        return None
    return Lease(job, moment, next(iter(rows[0]), None)) if rows else None


def record_outcome(lease: Lease, *, is_unfinished: bool) -> None:
    """Let the next run begin where this one did; after an unfinished one it looks at everything. Raises Unavailable."""
    schedule = __.V(ids.schedule_id(lease.job))
    if is_unfinished and lease.previous_run is not None:
        execute(without_properties(schedule, Prop.RAN_AT))
    elif not is_unfinished and lease.previous_run is None:
        execute(with_properties(schedule, **{Prop.RAN_AT: lease.moment}))


def release(lease: Lease) -> None:
    """Release the lease after a failure, so that the job may start again at once. Raises Unavailable."""
    execute(without_properties(__.V(ids.schedule_id(lease.job)), Prop.STARTED_AT, Prop.RAN_AT))
