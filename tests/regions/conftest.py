"""Two regions: the primary's API in a process of its own, the secondary in this one while a test is `away`."""

import functools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from local.processes import free_port
from local.regions.secondary import Secondary
from local.system import STAGE
from tests.factories import World
from vault.adapters import aws, aws_session, http, redis
from vault.graph import connection
from vault.people import service as people
from vault.runtime import forwarding

LAG = 0.3
NOWHERE = f"http://127.0.0.1:{free_port()}/{STAGE}"
"""A URL where no primary answers."""
Away = Callable[..., AbstractContextManager[None]]


@dataclass
class Primary:
    """The API of the primary region, which can be killed and started again."""

    environment: Mapping[str, str]
    port: int = 0
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/{STAGE}"

    def start(self) -> None:
        """Start the API, always on the port of the first start."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.regions.serve", str(self.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**self.environment, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self.port = int(self.process.stdout.readline() if self.process.stdout else 0)

    def send_order(self, what: str) -> None:
        """Send a command of `tests.regions.serve` and wait until it is received."""
        assert self.process
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        self.process.stdout.readline()

    def kill(self) -> None:
        """End the process immediately."""
        if self.process:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="package")
def primary(world: World) -> Iterator[Primary]:
    served = Primary({**os.environ, **world.system.environment})
    served.start()
    yield served
    served.kill()


@pytest.fixture(scope="package")
def secondary(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secondary]:
    """The services of the second region."""
    with Secondary(Path(tmp_path_factory.mktemp("secondary")), world.system.environment, LAG) as running:
        yield running


@pytest.fixture(scope="package")
def graphs() -> Callable[[str], Any]:
    """The connections to the replica, checked like those to the primary's graph."""
    return functools.cache(connection.client.__wrapped__)


@pytest.fixture
def away(primary: Primary, secondary: Secondary, graphs: Callable[[str], Any]) -> Away:
    """A context in which this process is the secondary region, with other settings if given."""
    settings = {**secondary.environment, "VAULT_PRIMARY_URL": primary.url}
    return lambda **other: in_region(settings | other, graphs)


@contextmanager
def in_region(settings: Mapping[str, str], graphs: Callable[[str], Any]) -> Iterator[None]:
    """A context in which this process is in the region of these settings, with these connections to its graphs."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        patch.setattr(connection, "client", graphs)
        patch.setattr(redis, "client", functools.cache(redis.client.__wrapped__))
        reconnect()
        yield
    reconnect()


@pytest.fixture(scope="package", autouse=True)
def _wait_longer_for_primary() -> Iterator[None]:
    """Long time-outs for the primary, since the machine may be busy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forwarding, "MAX_WAIT_SECONDS", 20.0)
        yield


@pytest.fixture(autouse=True)
def _reset_state(secondary: Secondary) -> None:
    """Failures and writes of one test do not affect the next."""
    forwarding.primary.record_success()
    Redis.from_url(secondary.environment["VAULT_REDIS_URL"]).flushall()


def reconnect() -> None:
    """Close the connections to AWS and to the primary."""
    people.cognito_circuit.record_success()
    for kept in (aws_session.session, aws.client, aws.session, http.pools):
        kept.cache_clear()
