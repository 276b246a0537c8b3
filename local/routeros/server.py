"""`python -m local.routeros.server PORT [FILE]`: a router, its control interface at PORT, its state in FILE."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from local import clock
from local.processes import HOST, SECRET, free_port
from local.routeros import state
from local.routeros.control import create_server

if TYPE_CHECKING:
    from local.routeros.simulator import RouterOs

UNREADABLE = "UNREADABLE"
SAVE_SECONDS = 1.0


def _load(file: Path | None) -> RouterOs:
    if file and file.exists():
        return state.restore(file)
    return state.create(os.environ[SECRET])


def _choose_ports(router: RouterOs) -> None:
    """Those of before, which equipment names, where they are free."""
    for service, port in router.ports.items():
        router.ports[service] = port if port and _is_free(port) else free_port()


def _is_free(port: int) -> bool:
    with suppress(OSError), socket.create_server((HOST, port)):
        return True
    return False


def _save_changes(router: RouterOs, file: Path, stopped: threading.Event) -> None:
    saved = -1
    is_over = False
    while not is_over:
        if (revision := router.device.revision) != saved:
            state.save(router, file)
            saved = revision
        is_over = stopped.wait(SAVE_SECONDS)


def _serve(port: int, file: Path | None) -> None:
    """Serve until SIGTERM."""
    clock.follow()
    try:
        router = _load(file)
    except ValueError:
        sys.exit(UNREADABLE)
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    _choose_ports(router)
    with router, create_server(router, port, os.environ[SECRET]) as control:
        threading.Thread(target=control.serve_forever, daemon=True).start()
        if file:
            _save_changes(router, file, stopped)
            state.save(router, file)
        stopped.wait()
        control.shutdown()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        _serve(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)  # noqa: PLR2004 (PORT and FILE)
