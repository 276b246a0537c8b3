"""Scheduled jobs run once, even when two schedules fire."""

import datetime as dt
import itertools
import threading
from collections.abc import Callable

import pytest

from local.system import System
from tests.bench.round_trips import count_requests
from tests.factories import unique_name
from tests.gateway import Context
from vault.kernel.errors import Unavailable
from vault.kernel.time import epoch_ms, from_wire
from vault.runtime import schedule_lease
from vault.runtime.job import Job, JobContext

FIRED = {"time": "2026-01-01T00:00:00Z"}
NOON = from_wire("2026-01-01T12:00:00Z")


def counted(runs: list[int], *, fails: bool = False) -> Job:
    """A job of its own name that counts its runs."""

    def work(_ctx: JobContext) -> None:
        runs.append(1)
        if fails:
            raise Unavailable(service="test")

    return new_job(work)


def new_job(work: Callable[[JobContext], None]) -> Job:
    return Job(name=unique_name("job_"), handler=work, summary="", uses=(), every=60)


class Timeline:
    """A job that runs at chosen moments, and notes for each run the previous one that it learns of."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.previous: list[int | None] = []
        self.outcome: Callable[[JobContext], None] = lambda _ctx: None
        self.job = new_job(self.work)
        self.patch = monkeypatch
        self.turns = itertools.count()

    def work(self, ctx: JobContext) -> None:
        since = ctx.previous_run
        self.previous.append(None if since is None else (since - epoch_ms(NOON)) // 60_000)
        self.outcome(ctx)

    def run_at(self, minute: int, event: dict[str, str] = FIRED) -> None:
        """Run a real minute after the last run, at a minute after noon by the clock of the rules."""
        turn, moment = next(self.turns), NOON + dt.timedelta(minutes=minute)
        self.patch.setattr(schedule_lease, "real_now", lambda: NOON + dt.timedelta(minutes=turn))
        self.patch.setattr(schedule_lease, "now", lambda: moment)
        self.job(event, Context())

    def run_and_fail_at(self, minute: int) -> None:
        self.outcome = fail
        with pytest.raises(Unavailable):
            self.run_at(minute)
        self.outcome = lambda _ctx: None


def fail(_ctx: JobContext) -> None:
    raise Unavailable(service="test")


def leave_work(ctx: JobContext) -> None:
    ctx.is_unfinished = True


@pytest.fixture
def timeline(system: System, monkeypatch: pytest.MonkeyPatch) -> Timeline:
    assert system
    return Timeline(monkeypatch)


def test_a_run_learns_when_the_one_before_it_began(timeline: Timeline) -> None:
    for minute in (0, 1, 2, 62):
        timeline.run_at(minute)

    assert timeline.previous == [None, 0, 1, 2]


@pytest.mark.parametrize("minute", [63, -1])
def test_after_a_long_gap_or_with_the_clock_set_back_it_learns_of_none(timeline: Timeline, minute: int) -> None:
    for each in (0, 2, minute, minute + 1):
        timeline.run_at(each)

    assert timeline.previous == [None, 0, None, minute]


def test_after_a_failure_it_learns_of_none_until_a_run_has_succeeded(timeline: Timeline) -> None:
    timeline.run_at(0)
    timeline.run_and_fail_at(1)
    timeline.run_and_fail_at(2)
    timeline.run_at(3)
    timeline.run_at(4)

    assert timeline.previous == [None, 0, None, None, 3]


def test_after_a_run_that_was_killed_while_it_caught_up_it_learns_of_none(
    timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schedule_lease, "record_outcome", lambda *_, **__: None)
        timeline.run_at(0)
    timeline.run_at(1)
    timeline.run_at(2)

    assert timeline.previous == [None, None, 1]


def test_after_a_run_that_left_work_it_learns_of_none(timeline: Timeline) -> None:
    timeline.run_at(0)
    timeline.outcome = leave_work
    timeline.run_at(1)
    timeline.run_at(2)
    timeline.outcome = lambda _ctx: None
    timeline.run_at(3)
    timeline.run_at(4)

    assert timeline.previous == [None, 0, None, None, 3]


def test_a_run_by_hand_learns_of_none_and_changes_nothing_for_the_schedule(timeline: Timeline) -> None:
    timeline.run_at(0)
    timeline.run_at(1, event={})
    timeline.run_at(2)

    assert timeline.previous == [None, None, 0]


def test_a_turn_and_the_run_before_cost_one_request(timeline: Timeline) -> None:
    timeline.run_at(0)

    with count_requests() as seen:
        timeline.run_at(1)

    assert (seen["requests"], timeline.previous) == (1, [None, 0])


@pytest.mark.usefixtures("system")
def test_of_schedules_that_fire_at_once_one_runs_the_job() -> None:
    runs: list[int] = []
    job = counted(runs)
    threads = [threading.Thread(target=job, args=(FIRED, Context())) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert runs == [1]


@pytest.mark.usefixtures("system")
def test_the_job_runs_again_in_its_next_period(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    job = counted(runs)

    for seconds in (0, 29, 31, 90):
        monkeypatch.setattr(schedule_lease, "real_now", lambda at=NOON + dt.timedelta(seconds=seconds): at)
        job(FIRED, Context())

    assert len(runs) == 3


@pytest.mark.usefixtures("system")
def test_a_job_that_failed_may_run_again_at_once() -> None:
    runs: list[int] = []
    job = counted(runs, fails=True)

    for _ in range(2):
        with pytest.raises(Unavailable):
            job(FIRED, Context())

    assert len(runs) == 2


def test_a_run_by_hand_waits_for_no_turn(system: System) -> None:
    runs: list[int] = []
    job = counted(runs)

    for event in (FIRED, {}, {}):
        job(event, Context())

    assert (len(runs), bool(system)) == (3, True)
