"""`python -m tests.bench.serve`: the API over HTTP in a process of its own; its first line is the port."""

import logging
import os
import signal
import sys
import threading

from local.api.application import build_application
from local.api.server import Server
from local.system import STAGE
from vault.runtime.registry import find

if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    server, stop = Server(0), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    application = build_application(STAGE, find().endpoints, lambda _: None)
    os.write(sys.stdout.fileno(), f"{server.port}\n".encode())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # where the metrics go on to
    server.serve(application, stop)
