"""What a run of a job does in batches."""

from collections.abc import Callable, Iterable

import pytest

from vault.audit.events import AuditEvent
from vault.graph import retry
from vault.graph.connection import Conflict
from vault.graph.schema import Prop
from vault.graph.transaction import Transaction
from vault.outbox import relay
from vault.outbox.job_context import ATTEMPTS, RESERVED_MS, JobContext

MUCH = RESERVED_MS


@pytest.fixture(autouse=True)
def commits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many entries each commit had, of a graph that takes everything."""
    sizes: list[int] = []

    def commit(tx: Transaction) -> None:
        sizes.append(len(tx.entries))
        tx.discard()

    monkeypatch.setattr(relay, "commit_and_publish", commit)
    monkeypatch.setattr(retry.time, "sleep", lambda _seconds: None)
    return sizes


def steps(ctx: JobContext, outcomes: Iterable[bool | Exception]) -> Callable[[], bool]:
    """A step that adds an entry, and then returns or raises one outcome after the other."""
    rest = iter(outcomes)

    def step() -> bool:
        ctx.tx.log({"id": "entry", Prop.EVENT: AuditEvent.SCRATCH_CARDS_MADE})
        outcome = next(rest)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return step


def test_batches_run_and_commit_until_nothing_is_left(commits: list[int]) -> None:
    ctx = JobContext("job", lambda: MUCH)

    done = ctx.batches(steps(ctx, [True, True, False]))

    assert (done, ctx.is_unfinished, commits) == (True, False, [1, 1, 1])


def test_what_a_step_wrote_before_a_conflict_is_not_committed(commits: list[int]) -> None:
    ctx = JobContext("job", lambda: MUCH)

    ctx.batches(steps(ctx, [Conflict(is_concurrent=True), Conflict(is_concurrent=True), False]))

    assert commits == [1]


def test_a_batch_that_never_gets_through_raises_the_conflict(commits: list[int]) -> None:
    ctx = JobContext("job", lambda: MUCH)

    with pytest.raises(Conflict):
        ctx.batches(steps(ctx, [Conflict(is_concurrent=True) for _ in range(ATTEMPTS)]))

    assert commits == []


def test_a_run_whose_time_is_over_begins_no_other_batch(commits: list[int]) -> None:
    left = iter([MUCH, MUCH, MUCH - 1])
    ctx = JobContext("job", lambda: next(left))

    done = ctx.batches(steps(ctx, [True, True, True]))

    assert (done, ctx.is_unfinished, commits) == (False, True, [1, 1])


def test_a_job_of_no_operator_says_so() -> None:
    with pytest.raises(RuntimeError, match="job runs for no operator"):
        _ = JobContext("job", lambda: MUCH).operator
