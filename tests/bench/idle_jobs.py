"""Scheduled jobs with nothing due, while the graph has few subscriptions and many."""

import datetime as dt
import itertools
import time
from collections.abc import Iterable, Iterator, Mapping
from unittest.mock import patch

from functions.jobs import disable_gateway_vlans, enable_gateway_vlans, migrate_plans, remove_staff
from tests.bench.figures import Row, median, row_within
from tests.bench.round_trips import count_requests
from tests.factories import World, unique_name
from tests.gateway import Context
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __, new_vertex
from vault.kernel.time import epoch_ms, now, real_now
from vault.runtime import schedule_lease
from vault.runtime.job import Job

JOBS = (disable_gateway_vlans, enable_gateway_vlans, migrate_plans, remove_staff)
FEW, MANY = 100, 100_000
AT_ONCE = 500
ROUNDS = 40
MAX_REQUESTS = 2
MAX_RATIO = 1.2
FIRED = {"time": "2026-01-01T00:00:00Z"}


def rows(_world: World) -> Iterable[Row]:
    """The requests of a run to the graph, its turn included, and the time of a run."""
    minutes = itertools.count(1)
    add_subscriptions(FEW)
    measure_jobs(minutes)  # until the graph has compiled what it runs
    few = measure_jobs(minutes)
    add_subscriptions(MANY - FEW)
    for name, (requests, milliseconds) in measure_jobs(minutes).items():
        what = f"{name}, nothing due, {MANY:,} subscriptions"
        aim = f"at most {MAX_REQUESTS}"
        yield Row(f"{what}: requests", requests, "", few[name][0], f"{FEW}", aim, held=requests <= MAX_REQUESTS)
        yield row_within(f"{what}: p50", milliseconds, few[name][1], MAX_RATIO, f"{FEW} subscriptions")


def add_subscriptions(number: int) -> None:
    """Of next year, written to the graph directly."""
    starts_at = epoch_ms(now() + dt.timedelta(days=365))
    for first in range(0, number, AT_ONCE):
        steps = __.inject(0)
        for _ in range(first, min(first + AT_ONCE, number)):
            subscription = new_vertex(Label.SUBSCRIPTION, unique_name("subscription."), **{Prop.STARTS_AT: starts_at})
            steps = steps.side_effect(subscription)
        execute(steps.constant("added"))


def measure_jobs(minutes: Iterator[int]) -> Mapping[str, tuple[int, float]]:
    """The most requests and the median milliseconds of a run, by the name of the job; each in a minute of its own."""
    jobs: list[Job] = [module.handler for module in JOBS]
    begun = real_now()
    samples: dict[str, list[tuple[int, float]]] = {job.name: [] for job in jobs}
    with patch.object(schedule_lease, "real_now", lambda: begun + next(minutes) * dt.timedelta(minutes=1)):
        for job in jobs:
            job(FIRED, Context())  # looks at everything, if it is the first
        for job, _ in itertools.product(jobs, range(ROUNDS)):
            samples[job.name].append(measure_run(job))
    return {
        name: (max(requests for requests, _ in runs), median([taken for _, taken in runs]))
        for name, runs in samples.items()
    }


def measure_run(job: Job) -> tuple[int, float]:
    with count_requests() as seen:
        started = time.perf_counter()
        job(FIRED, Context())
        taken = (time.perf_counter() - started) * 1000
    return seen["requests"], taken
