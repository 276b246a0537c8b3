"""Units added to one venue by eight clients at once: 199 with an automatic VLAN, then 1,000 with a given one."""

import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from functions.networkoperatorconsole.venues.add_venue_units import handler
from tests.bench.figures import Row, median, percentile, row_within
from tests.factories import World, add_venue, unique_name
from tests.gateway import call
from vault.runtime.attempt import Attempt
from vault.units.model import DEFAULT_RANGE

CLIENTS = 8
AUTOMATIC = 199
GIVEN = 1000
ENDS = 50
TURNS = 3
MAX_RATIO = 1.5
LOW, HIGH = DEFAULT_RANGE


def rows(world: World) -> Iterable[Row]:
    """Duplicate or skipped VLANs, and the cost of the last additions compared with the first."""
    full, new = (add_venue(world.mine, unique_name("Tower")).id for _ in range(2))
    token = world.mine.token("DomainAdministrator")
    free = itertools.cycle(range(LOW + AUTOMATIC, HIGH + 1))

    def add(venue: str, **more: object) -> Any:
        answer = call(handler, token, {"VenueID": venue, "UnitID": unique_name("A"), **more})
        return answer.body["vlan"] if answer.status == 200 else answer.body

    def add_with_vlan(venue: str, number: int) -> tuple[list[Any], list[float], int]:
        return run_clients(number, lambda: add(venue, vlan=next(free)))

    vlans, taken, attempts = run_clients(AUTOMATIC, lambda: add(full))
    yield from uniqueness_rows(vlans)
    yield from end_rows("automatic", taken, attempts)
    answers, taken, attempts = add_with_vlan(full, GIVEN)
    refused = sum(not isinstance(answer, int) for answer in answers)
    yield Row("units with a given VLAN refused", refused, f"of {GIVEN:,}", aim="none", held=refused == 0)
    yield from end_rows("given", taken, attempts)
    yield comparison_row(lambda: add_with_vlan(full, ENDS)[1], lambda: add_with_vlan(new, ENDS)[1])


def uniqueness_rows(vlans: Sequence[Any]) -> Iterable[Row]:
    """The automatic VLANs, compared with the lowest possible ones."""
    twice = sum(number - 1 for number in Counter(vlans).values())
    skipped = len(set(range(LOW, LOW + AUTOMATIC)) - set(vlans))
    yield Row("automatic VLANs given twice", twice, f"of {AUTOMATIC}", aim="none", held=twice == 0)
    yield Row("automatic VLANs skipped", skipped, f"of {AUTOMATIC}", aim="none", held=skipped == 0)


def end_rows(kind: str, taken: Sequence[float], attempts: int) -> Iterable[Row]:
    """The cost of the first and of the last, in the order in which they ended."""
    first, last = taken[:ENDS], taken[-ENDS:]
    what = f"addVenueUnits, {kind}, {CLIENTS} clients"
    against = f"the first {ENDS}"
    yield row_within(f"{what}: p50 of the last {ENDS}", median(last), median(first), MAX_RATIO, against)
    yield Row(f"{what}: p95 of the last {ENDS}", percentile(last, 95), "ms", percentile(first, 95), against)
    yield Row(f"{what}: attempts a call", attempts / len(taken), "", 1)


def comparison_row(full: Callable[[], list[float]], new: Callable[[], list[float]]) -> Row:
    """The same for a full and a new venue, alternately, so that other work on the machine affects both."""
    turns = [(full(), new()) for _ in range(TURNS)]
    ours, reference = (median([one for turn in turns for one in turn[side]]) for side in (0, 1))
    what = f"addVenueUnits, given, {CLIENTS} clients, in turns: p50 at a venue of {AUTOMATIC + GIVEN:,} units"
    return row_within(what, ours, reference, MAX_RATIO, "at a new venue")


def run_clients(number: int, work: Callable[[], Any]) -> tuple[list[Any], list[float], int]:
    """Run the work `number` times by all clients: answers, milliseconds in the order of completion, and attempts."""
    taken: list[float] = []

    def time_call(_: int) -> Any:
        started = time.perf_counter()
        answer = work()
        taken.append((time.perf_counter() - started) * 1000)
        return answer

    with count_attempts() as attempts, ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(clients.map(time_call, range(number)))
    return answers, taken, len(attempts)


@contextmanager
def count_attempts() -> Iterator[list[int]]:
    """A list with one entry for each start or restart of a call."""
    attempts: list[int] = []
    original = Attempt._run_once

    def count_attempt(*given: Any) -> Any:
        attempts.append(1)
        return original(*given)

    with patch.object(Attempt, "_run_once", count_attempt):
        yield attempts
