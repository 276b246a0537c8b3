"""The runtime's cost beyond its one graph query: a warm call of an endpoint whose handler does nothing."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from tests.bench.figures import Row, median
from tests.factories import World
from tests.gateway import Context, event
from vault.callers.model import CallContext
from vault.graph import connection
from vault.kernel.permissions import Permission
from vault.runtime import resolution
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Request, Response

ROUNDS = 500
WARM_UP = 100
MAX_MS = 1.0


class Nothing(Request):
    access_token: str


@endpoint("/bench/nothing", requires=Permission.VENUES_READ, uses=(Graph.READ,))
def handler(body: Nothing, ctx: CallContext) -> Response:  # noqa: ARG001  it does nothing
    return Response()


def rows(world: World) -> Iterable[Row]:
    """The median of the call, of its query alone, and the difference."""
    asked = event({"AccessToken": world.mine.token("DomainAdministrator")}, origin=world.mine.origin)
    with record_queries() as seen:
        answered = handler(asked, Context())
    if answered["statusCode"] != 200 or len(seen) != 1:
        message = f"the call was answered {answered['statusCode']} after {len(seen)} queries"
        raise RuntimeError(message)
    calls, alone = measure_in_turns(lambda: handler(asked, Context()), lambda: connection.execute(*seen[0]))
    spent = median(calls) - median(alone)
    yield Row("warm call, handler does nothing, p50", median(calls), "ms", median(alone), "its graph query alone")
    yield Row("the runtime's own part of it", spent, "ms", aim=f"at most {MAX_MS:.0f} ms", held=spent <= MAX_MS)


@contextmanager
def record_queries() -> Iterator[list[tuple[Any, ...]]]:
    """Record the graph queries of the resolution."""
    seen: list[tuple[Any, ...]] = []

    def record_query(*asked: Any) -> list[Any]:
        seen.append(asked)
        return connection.execute(*asked)

    with patch.object(resolution, "execute", record_query):
        yield seen


def measure_in_turns(*sides: Callable[[], object]) -> tuple[list[float], ...]:
    """Milliseconds of each side, one call of each in turn."""
    taken: tuple[list[float], ...] = tuple([] for _ in sides)
    for number in range(WARM_UP + ROUNDS):
        for side, samples in zip(sides, taken, strict=True):
            started = time.perf_counter()
            side()
            if number >= WARM_UP:
                samples.append((time.perf_counter() - started) * 1000)
    return taken
