"""Scheduled jobs run once, even when two schedules fire."""

import threading

import pytest

from local.system import System
from tests.factories import unique_name
from tests.gateway import Context
from vault.kernel.errors import Unavailable
from vault.runtime import schedule_lease
from vault.runtime.job import Job, JobContext

FIRED = {"time": "2026-01-01T00:00:00Z"}


def counted(runs: list[int], *, fails: bool = False) -> Job:
    """A job of its own name that counts its runs."""

    def work(_ctx: JobContext) -> None:
        runs.append(1)
        if fails:
            raise Unavailable(service="test")

    return Job(name=unique_name("job_"), handler=work, summary="", uses=(), every=60)


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
    job, now = counted(runs), schedule_lease.epoch_ms(schedule_lease.now())

    for seconds in (0, 29, 31, 90):
        monkeypatch.setattr(schedule_lease, "epoch_ms", lambda _, at=now + seconds * 1000: at)
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
