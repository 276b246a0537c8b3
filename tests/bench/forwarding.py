"""Cost of writing from another region: the same write over HTTP, forwarded, and sent to the primary directly."""

import http.client
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from local import processes
from local.regions.secondary import Secondary
from local.system import STAGE
from tests.bench.figures import Row, percentile
from tests.factories import World, add_venue, unique_name

PATH = f"/{STAGE}/networkoperatorconsole/venues/addVenueUnits"
WARM_UP = 20
WRITES = 150
SECOND_LAG = 0.5
AGAINST = "the primary directly"


def rows(world: World) -> Iterable[Row]:
    """p50 and p99 of both, alternately, by one client with a connection to each."""
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, unique_name("Forwarded")).id
    body = {"AccessToken": token, "VenueID": venue, "vlan": 99}
    with tempfile.TemporaryDirectory() as directory, connect_both(Path(directory), world) as (direct, forwarded):
        for connection in (direct, forwarded) * WARM_UP:
            time_write(connection, body)
        taken = [(time_write(direct, body), time_write(forwarded, body)) for _ in range(WRITES)]
    straight, around = zip(*taken, strict=True)
    for percent in (50, 99):
        reference = percentile(straight, percent)
        yield Row(f"forwarded write, p{percent}", percentile(around, percent), "ms", reference, AGAINST)


def time_write(connection: http.client.HTTPConnection, body: Mapping[str, object]) -> float:
    """The milliseconds of one write. Raises RuntimeError for an error."""
    begun = time.perf_counter()
    sent = json.dumps({**body, "UnitID": unique_name("W")})
    connection.request("POST", PATH, sent, {"content-type": "application/json"})
    answered = connection.getresponse()
    response = answered.read()
    if answered.status != 200:
        raise RuntimeError(response.decode())
    return (time.perf_counter() - begun) * 1000


@contextmanager
def connect_both(
    directory: Path, world: World
) -> Iterator[tuple[http.client.HTTPConnection, http.client.HTTPConnection]]:
    """Connections to the primary and to a second region, each an API in a process of its own."""
    home = {**world.system.environment, "VAULT_LIMIT_FACTOR": os.environ["VAULT_LIMIT_FACTOR"]}
    with Secondary(directory, home, SECOND_LAG) as second, serve(directory, home) as primary:
        away = {**home, **second.environment, "VAULT_PRIMARY_URL": f"http://{processes.HOST}:{primary}/{STAGE}"}
        with serve(directory, away) as port:
            second.replicator.wait_until_caught_up()
            yield http.client.HTTPConnection(processes.HOST, primary), http.client.HTTPConnection(processes.HOST, port)


@contextmanager
def serve(directory: Path, environment: Mapping[str, str]) -> Iterator[int]:
    """Serve a region's API; yields its port."""
    port = processes.free_port()
    command = [sys.executable, "-m", "local.regions.serve", str(port)]
    settings = {**processes.python_path(), **environment}
    service = processes.start("The API", command, port, directory / f"{port}.log", settings)
    try:
        processes.wait_until(service, lambda: processes.answers(port), lambda said: said)
        yield port
    finally:
        processes.ask_to_stop(service, gently=False)
        processes.await_stop(service)
