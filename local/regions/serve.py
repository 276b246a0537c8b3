"""`python -m local.regions.serve PORT`: the API and the jobs of the region whose settings are in the environment."""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time

from local import worker
from local.api.application import build_application
from local.api.server import Server
from local.system import STAGE
from vault.runtime.registry import find

DRAIN_SECONDS = 1.0
"""How long a call, and then a job, that is under way may take at the end."""


def main(port: int) -> None:
    """Serve until SIGTERM, then finish the requests in progress."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    server, stop = Server(port), threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    functions = find()
    background = worker.start(functions, stop)
    server.serve(build_application(STAGE, functions.endpoints, lambda _: None), stop, drain_seconds=DRAIN_SECONDS)
    deadline = time.monotonic() + DRAIN_SECONDS
    for thread in background:
        thread.join(max(0.0, deadline - time.monotonic()))


if __name__ == "__main__":
    main(int(sys.argv[1]))
