"""The process of the mail server."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from local import processes

if TYPE_CHECKING:
    from pathlib import Path

    from local.processes import Service

USER = "vault"


def start(directory: Path, *, persistent: bool) -> Service:  # noqa: ARG001 (messages are always kept)
    """Start the server, which keeps its messages in the folder `messages_in(directory)`."""
    port = processes.free_port()
    command = [sys.executable, "-m", "local.mail.server", str(port), str(messages_in(directory))]
    return processes.start("The mail catcher", command, port, directory / "logs" / "mail.log", processes.python_path())


def messages_in(directory: Path) -> Path:
    """Return the folder of the messages that were sent, one file each."""
    return directory / "mail"


def settings_when_ready(service: Service) -> dict[str, str]:
    """Return the server's address when it accepts connections."""
    sentence = f"{service.name} ended while it started: read {service.log}."
    processes.wait_until(service, lambda: processes.answers(service.port), lambda _: sentence)
    return {"VAULT_SMTP_URL": f"smtp://{USER}:{service.secret}@{processes.HOST}:{service.port}"}
