"""Requests to the graph of every endpoint, counted on its sockets, with few rows and with many."""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from gremlin_python.driver.aiohttp.transport import AiohttpTransport

from tests.bench import calls
from tests.bench.figures import Row, median
from tests.bench.large_operators import grow
from tests.factories import World
from vault.outbox import relay
from vault.runtime.endpoint import Endpoint, Graph

FEW, MANY = 10, 1000
ROUNDS = 5
MAX_WRITE, MAX_AUDITED, MAX_READ = 4, 3, 2
MAX_SEARCH = 2
"""Beyond those of the write that admits a device: which bins have changed, and reading these (docs/adr/0011)."""

PROOF_FIRST = {"/subscriberconsole/acceptTandC", "/subscriberconsole/confirmResetConsolePassword"}
"""Endpoints that read a person's keys only after their code was right: one request more (docs/adr/0007)."""


@dataclass(frozen=True)
class Cost:
    """Requests to the graph and milliseconds of a warm call, and whether it is a read that writes a log entry."""

    requests: int
    milliseconds: float
    audited: bool


def rows(world: World) -> Iterable[Row]:
    """Two rows for each endpoint: requests, and the time of an answer."""
    few, many = grow(world, "Few", FEW), grow(world, "Many", MANY)
    for path in sorted(calls.functions()):
        try:
            less, more = measure_cost(path, few), measure_cost(path, many)
        except Exception as error:  # noqa: BLE001  the table says which endpoint it was
            yield calls.not_measured(path, error)
            continue
        yield from comparison_rows(path, less, more)


def comparison_rows(path: str, less: Cost, more: Cost) -> Iterable[Row]:
    most, against = most_of(calls.endpoint(path), more), f"{FEW} rows"
    held = more.requests == less.requests <= most
    aim = f"at most {most}, the same for both"
    yield Row(f"round trips, {MANY:,} rows: {path}", more.requests, "", less.requests, against, aim, held)
    yield Row(f"answer time, {MANY:,} rows: {path}", more.milliseconds, "ms", less.milliseconds, against)


def most_of(endpoint: Endpoint, cost: Cost) -> int:
    """The maximum number of requests that an endpoint may make."""
    if endpoint.is_for_radius_servers:
        return MAX_WRITE + MAX_SEARCH
    if Graph.WRITE in endpoint.uses:
        return MAX_WRITE + (endpoint.path in PROOF_FIRST)
    return MAX_AUDITED if cost.audited else MAX_READ


def measure_cost(path: str, world: World) -> Cost:
    """The maximum number of requests over a few warm calls, and their median time."""
    calls.prepare_call(path, world).make_call()
    counts, taken, audited = [], [], False
    for _ in range(ROUNDS):
        call = calls.prepare_call(path, world)
        with count_requests() as seen:
            started = time.perf_counter()
            call.make_call()
            taken.append((time.perf_counter() - started) * 1000)
        counts.append(seen["requests"])
        audited = audited or bool(seen["entries"])
    return Cost(max(counts), median(taken), audited)


@contextmanager
def count_requests() -> Iterator[Mapping[str, int]]:
    """Count requests on the graph's sockets, and log entries of reads."""
    seen = {"requests": 0, "entries": 0}
    write, append = AiohttpTransport.write, relay.append_log_entries

    def count_write(self: Any, message: Any) -> Any:
        seen["requests"] += 1
        return write(self, message)

    def count_append(entries: Any) -> None:
        seen["entries"] += 1
        append(entries)

    with patch.object(AiohttpTransport, "write", count_write), patch.object(relay, "append_log_entries", count_append):
        yield seen
