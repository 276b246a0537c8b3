"""Requests to the graph of every endpoint, counted as they are written to its socket, with few rows and with many."""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from gremlin_python.driver.aiohttp.transport import AiohttpTransport

from tests.bench import calls
from tests.bench.figures import Row, median
from tests.bench.growth import grown
from tests.world import World
from vault.audit import carrier
from vault.runtime.endpoint import Endpoint, Graph

FEW, MANY = 10, 1000
ROUNDS = 5
MOST_WRITE, MOST_AUDITED, MOST_READ = 4, 3, 2
MOST_SEARCH = 2
"""Beside those of the write that lets a device in: which bins have changed, and these (docs/adr/0011)."""


@dataclass(frozen=True)
class Cost:
    """What a warm call needs: requests to the graph and milliseconds; and whether it is a read that left an entry."""

    requests: int
    milliseconds: float
    audited: bool


def rows(world: World) -> Iterable[Row]:
    """Two rows for each endpoint: requests, and the time of an answer."""
    few, many = grown(world, "Few", FEW), grown(world, "Many", MANY)
    for path in sorted(calls.functions()):
        try:
            less, more = cost(path, few), cost(path, many)
        except Exception as error:  # noqa: BLE001  the table says which endpoint it was
            yield calls.not_measured(path, error)
            continue
        yield from compared(path, less, more)


def compared(path: str, less: Cost, more: Cost) -> Iterable[Row]:
    """The rows of one endpoint."""
    most, against = most_of(calls.endpoint(path), more), f"{FEW} rows"
    held = more.requests == less.requests <= most
    aim = f"at most {most}, the same for both"
    yield Row(f"round trips, {MANY:,} rows: {path}", more.requests, "", less.requests, against, aim, held)
    yield Row(f"answer time, {MANY:,} rows: {path}", more.milliseconds, "ms", less.milliseconds, against)


def most_of(endpoint: Endpoint, cost: Cost) -> int:
    """The requests that an endpoint may need."""
    if endpoint.is_for_radius_servers:
        return MOST_WRITE + MOST_SEARCH
    if Graph.WRITE in endpoint.uses:
        return MOST_WRITE
    return MOST_AUDITED if cost.audited else MOST_READ


def cost(path: str, world: World) -> Cost:
    """The most requests of a few warm calls, and their median time."""
    calls.prepared(path, world).made()
    counts, taken, audited = [], [], False
    for _ in range(ROUNDS):
        call = calls.prepared(path, world)
        with counted() as seen:
            started = time.perf_counter()
            call.made()
            taken.append((time.perf_counter() - started) * 1000)
        counts.append(seen["requests"])
        audited = audited or bool(seen["entries"])
    return Cost(max(counts), median(taken), audited)


@contextmanager
def counted() -> Iterator[Mapping[str, int]]:
    """What is written to the graph's sockets, and how often the log gets entries of a read."""
    seen = {"requests": 0, "entries": 0}
    write, append = AiohttpTransport.write, carrier.append

    def wrote(self: Any, message: Any) -> Any:
        seen["requests"] += 1
        return write(self, message)

    def appended(entries: Any) -> None:
        seen["entries"] += 1
        append(entries)

    with patch.object(AiohttpTransport, "write", wrote), patch.object(carrier, "append", appended):
        yield seen
