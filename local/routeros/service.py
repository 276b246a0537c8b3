"""The process of the router."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from local import processes

if TYPE_CHECKING:
    from pathlib import Path

    from local.processes import Service

STATE_FILE = "routeros.json"
CONTROL = "VAULT_LOCAL_ROUTEROS"
"""The setting that has the address of the control interface (local.routeros.control)."""


def start(directory: Path, *, persistent: bool) -> Service:
    """Start the router, with a state file if `persistent`."""
    port = processes.free_port()
    command = [sys.executable, "-m", "local.routeros.server", str(port)]
    if persistent:
        state = directory / "state"
        state.mkdir(parents=True, exist_ok=True)
        command.append(str(state / STATE_FILE))
    log = directory / "logs" / "routeros.log"
    return processes.start("The local MikroTik", command, port, log, processes.python_path())


def settings_when_ready(service: Service) -> dict[str, str]:
    """Return the address of the control interface when the router answers."""
    processes.wait_until(service, lambda: processes.answers(service.port), lambda output: _explanation(service, output))
    return {CONTROL: f"http://{processes.HOST}:{service.port}/{service.secret}"}


def _explanation(service: Service, output: str) -> str:
    if "UNREADABLE" in output:
        return (
            f"The stored state of the local MikroTik ({STATE_FILE}) cannot be read: put a copy of it back, or run "
            "`make clean` to begin with an empty system."
        )
    return f"{service.name} ended while it started: read {service.log}."
