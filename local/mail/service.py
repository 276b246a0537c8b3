"""The mail catcher's process."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from local import processes

if TYPE_CHECKING:
    from pathlib import Path

    from local.processes import Service


def start(work: Path, directory: Path) -> Service:
    """Start the server, which keeps its messages in `directory`."""
    port = processes.free_port()
    command = [sys.executable, "-m", "local.mail.server", str(port), str(directory)]
    return processes.start("The mail catcher", command, port, work / "mail.log", processes.python_path())


def wait_until_ready(service: Service) -> None:
    """Return when the server accepts connections."""
    sentence = f"{service.name} ended while it started: read {service.log}."
    processes.wait_until(service, lambda: processes.answers(service.port), lambda _: sentence)


def url(service: Service) -> str:
    """Return the server's address."""
    return f"smtp://{processes.HOST}:{service.port}"
