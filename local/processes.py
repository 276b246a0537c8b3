"""Start, await and stop the processes of other programs, each in a process group of its own."""

from __future__ import annotations

import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from local import storage
from local.errors import StartFailure
from local.private_files import UMASK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HOST = "127.0.0.1"
DIE_WITH_PARENT = Path(__file__).with_name("die_with_parent.py")
SECRET = "VAULT_LOCAL_SECRET"  # noqa: S105 (a name)
"""Not on a command line, which every user of the machine may read."""
SECRET_BYTES = 16
PORTS = range(20_000, 32_000)
START_SECONDS = 60.0
STOP_SECONDS = 15.0
POLL_SECONDS = 0.02
MAX_RESERVED, RESERVED_ABOVE = 64, 20_000
_reservations: deque[socket.socket] = deque()


@dataclass
class Service:
    """A running program: its name in messages, its process, port and log file."""

    name: str
    process: subprocess.Popen[bytes]
    port: int
    log: Path
    secret: str = field(repr=False)
    """What its clients must know; the program finds it in its environment as SECRET."""

    def read_output(self) -> str:
        """The program's output since its start."""
        return self.log.read_text(errors="replace")


def free_port() -> int:
    """A TCP port on which nothing listens now, and which no other process that asks here gets meanwhile.

    A UDP port RESERVED_ABOVE it is held for a while as the sign that it is taken.
    """
    while True:
        # Below the ports that the kernel gives to outgoing connections, which could take it before the service does.
        port = random.choice(PORTS)  # noqa: S311 (no secret)
        reservation = socket.socket(type=socket.SOCK_DGRAM)
        with suppress(OSError), socket.socket() as probe:
            reservation.bind((HOST, port + RESERVED_ABOVE))
            probe.bind((HOST, port))
            _reserve(reservation)
            return port
        reservation.close()


def _reserve(reservation: socket.socket) -> None:
    """Hold it until the process ends or MAX_RESERVED others have followed."""
    if len(_reservations) == MAX_RESERVED:
        _reservations.popleft().close()
    _reservations.append(reservation)


def create_secret() -> str:
    """A password for one start of a service."""
    return secrets.token_hex(SECRET_BYTES)


def start(
    name: str, command: Sequence[str], port: int, log: Path, environment: Mapping[str, str] | None = None
) -> Service:
    """Start a program that ends with the calling thread's process; the log file gets its output."""
    log.parent.mkdir(parents=True, exist_ok=True)
    secret = (environment or {}).get(SECRET) or create_secret()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(DIE_WITH_PARENT), str(os.getpid()), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {}), SECRET: secret},
            umask=UMASK,
            start_new_session=True,
            close_fds=False,
        )
    return Service(name, process, port, log, secret)


def wait_until(service: Service, ready: Callable[[], bool], explain: Callable[[str], str]) -> None:
    """Wait until `ready()`. Raises StartFailure with `explain(output)` if the program ends or does not answer."""
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if service.process.poll() is not None:
            output = service.read_output()
            raise StartFailure(storage.find_failure(service.log.parent, output) or explain(output))
        if time.monotonic() > deadline:
            sentence = f"{service.name} did not answer within {START_SECONDS:.0f} seconds: read {service.log}."
            raise StartFailure(sentence)
        time.sleep(POLL_SECONDS)


def answers(port: int) -> bool:
    """Whether something accepts connections on a port of this machine."""
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def ask_to_stop(service: Service, *, gently: bool) -> None:
    """Send SIGTERM, on which a service saves its state and ends, or SIGKILL where there is no state to save."""
    with suppress(ProcessLookupError):
        os.killpg(service.process.pid, signal.SIGTERM if gently else signal.SIGKILL)


def await_stop(service: Service) -> None:
    """Wait for the program to end; kill its process group after STOP_SECONDS."""
    try:
        service.process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(service.process.pid, signal.SIGKILL)
        service.process.wait()


def python_path() -> dict[str, str]:
    """The environment in which `python -m local...` works from any directory."""
    return {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
