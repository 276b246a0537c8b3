"""`python -m local.run_regions`: a primary region at PORT and a second at PORT + 1, replicated after LAG seconds."""

from __future__ import annotations

import logging
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from local import demo, demo_data, processes, state_format, storage
from local.errors import StartFailure
from local.interrupts import raise_on_signals
from local.private_files import UMASK, protect_directory
from local.regions.secondary import Secondary
from local.system import STAGE, System

if TYPE_CHECKING:
    from collections.abc import Mapping

STATE = Path(".vault")
DIRECTORY = STATE / "regions"
DEFAULT_PORT = "8000"
DEFAULT_LAG = "1"
CONNECTIONS = "16"
WATCH_SECONDS = 0.5


def main() -> int:
    os.umask(UMASK)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    try:
        raise_on_signals()
        _run(int(os.environ.get("PORT", DEFAULT_PORT)), float(os.environ.get("LAG", DEFAULT_LAG)))
    except (StartFailure, ValueError) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _run(port: int, lag: float) -> None:
    with storage.explain_failures(STATE):
        protect_directory(STATE)
        state_format.claim(STATE)
    with System(DIRECTORY / "primary", persistent=True) as system, ExitStack() as stack:
        primary = f"http://{processes.HOST}:{port}/{STAGE}"
        _serve(stack, port, system.environment)
        _populate(primary, system)
        second = stack.enter_context(Secondary(DIRECTORY / "second", system.environment, lag))
        _serve(stack, port + 1, {**second.environment, "VAULT_PRIMARY_URL": primary})
        sys.stdout.write(
            f"Primary region {primary}\nSecond region  http://{processes.HOST}:{port + 1}/{STAGE}\n"
            f"Who to log in as: {system.directory / demo.FILE}\n"
        )
        sys.stdout.flush()
        while not (failure := system.find_failure()):
            time.sleep(WATCH_SECONDS)
        raise StartFailure(failure)


def _serve(stack: ExitStack, port: int, environment: Mapping[str, str]) -> None:
    """Start the API and the jobs of a region; they stop before the services that they use."""
    settings = {**processes.python_path(), **environment, "VAULT_GRAPH_CONNECTIONS": CONNECTIONS}
    command = [sys.executable, "-m", "local.regions.serve", str(port)]
    log = DIRECTORY / f"api-{port}.log"
    service = processes.start(f"The API at port {port}", command, port, log, settings)
    stack.callback(processes.await_stop, service)
    stack.callback(processes.ask_to_stop, service, gently=True)
    processes.wait_until(service, lambda: processes.answers(port), lambda _: f"{service.name} ended: read {log}.")


def _populate(base_url: str, system: System) -> None:
    """Create the demo data unless they exist."""
    file = system.directory / demo.FILE
    os.environ.update(system.environment)
    if not file.exists():
        sys.stdout.write("Creating demo data ...\n")
        demo_data.create_demo_data(base_url, system.mails, file)


if __name__ == "__main__":
    exit_code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(exit_code)  # without waiting for daemon threads
