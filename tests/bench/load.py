"""Requests per second over HTTP: the API in a process of its own, 1, 8 and 32 clients in another one."""

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

from local.system import STAGE
from tests.bench import calls, clients, serve
from tests.bench.figures import Row, percentile
from tests.factories import World, add_venue, unique_name
from vault.kernel.permissions import Role

CLIENTS = (1, 8, 32)
SECONDS = 3
UNITS = 1200
WARM_UP = 20
DIRECT = 100
ADD_UNITS = "/networkoperatorconsole/venues/addVenueUnits"
PATHS = ("/subscriberconsole/login", "/subscriberconsole/listKeys", ADD_UNITS)
PREPARED: dict[str, Sequence[Mapping[str, Any]]] = {}


@dataclass(frozen=True)
class LoadResult:
    """The measurements of a number of clients."""

    a_second: float
    p50: float
    p99: float


def rows(world: World) -> Iterable[Row]:
    """Three rows for each endpoint and number of clients: requests per second, p50, p99."""
    with api() as port:
        for path in PATHS:
            run_load(port, path, 1, requests(path, world)[:WARM_UP], again=False)
            before, against = measure_direct(path, world), "the handler called directly"
            for number in CLIENTS:
                response = run_load(port, path, number, requests(path, world), again=path != ADD_UNITS)
                yield from comparison_rows(f"HTTP {path}, {number} clients", response, before, against)
                if number == 1:
                    before, against = response, "1 client"


def measure_direct(path: str, world: World) -> LoadResult:
    """The same without HTTP, sequentially."""
    several = [calls.prepare_call(path, world) for _ in range(WARM_UP + DIRECT * (path == ADD_UNITS))]
    taken = []
    for call in islice(cycle(several), WARM_UP + DIRECT):
        started = time.perf_counter()
        call.make_call()
        taken.append((time.perf_counter() - started) * 1000)
    kept = taken[WARM_UP:]
    return LoadResult(1000 * len(kept) / sum(kept), percentile(kept, 50), percentile(kept, 99))


def comparison_rows(what: str, response: LoadResult, before: LoadResult, against: str) -> Iterable[Row]:
    """The rows of one endpoint and number of clients."""
    yield Row(f"{what}: requests", response.a_second, "/s", before.a_second, against)
    yield Row(f"{what}: p50", response.p50, "ms", before.p50, against)
    yield Row(f"{what}: p99", response.p99, "ms", before.p99, against)


def requests(path: str, world: World) -> Sequence[Mapping[str, Any]]:
    """The clients' requests: many persons sign in and read, units are new at a new venue."""
    if path != ADD_UNITS:
        return many_persons(path, world)
    token, venue = world.mine.token(Role.DOMAIN_ADMINISTRATOR), add_venue(world.mine, unique_name("Load")).id
    units = ({"AccessToken": token, "VenueID": venue, "UnitID": unique_name("L"), "vlan": 99} for _ in range(UNITS))
    return [request(unit, world) for unit in units]


def many_persons(path: str, world: World) -> Sequence[Mapping[str, Any]]:
    """The same call by as many persons as the maximum number of clients; prepared once."""
    if path not in PREPARED:
        calls_of_it = [calls.prepare_call(path, world) for _ in range(max(CLIENTS))]
        PREPARED[path] = [request(json.loads(call.event["body"]), world) for call in calls_of_it]
    return PREPARED[path]


def request(body: Mapping[str, Any], world: World) -> Mapping[str, Any]:
    headers = {"content-type": "application/json", "origin": world.mine.origin}
    return {"headers": headers, "body": json.dumps(body)}


def run_load(port: int, path: str, number: int, requests: Sequence[Mapping[str, Any]], *, again: bool) -> LoadResult:
    """The measurements of clients in a process of their own. Raises RuntimeError if they were refused."""
    order = {"port": port, "path": f"/{STAGE}{path}", "clients": number, "seconds": SECONDS, "again": again}
    ended = subprocess.run(
        [sys.executable, clients.__file__],
        input=json.dumps({**order, "requests": requests}),
        capture_output=True,
        text=True,
        check=True,
    )
    response = json.loads(ended.stdout)
    if set(response["statuses"]) != {"200"}:
        message = f"{path}: {response['statuses']}"
        raise RuntimeError(message)
    taken = response["taken"]
    return LoadResult(len(taken) / response["seconds"], percentile(taken, 50), percentile(taken, 99))


@contextmanager
def api() -> Iterator[int]:
    """Serve the API; yields its port."""
    with subprocess.Popen(
        [sys.executable, "-m", serve.__name__],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield int(process.stdout.readline() if process.stdout else 0)
        finally:
            process.terminate()
