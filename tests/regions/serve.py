"""`python -m tests.regions.serve PORT`: the primary's API in a process of its own; its first line is the port.

A line on stdin makes it die with the next write, after the commit and before the answer.
"""

import os
import signal
import sys
import threading
from typing import Any

from local.api.application import application_of
from local.api.server import Server
from local.system import STAGE
from vault.graph.transaction import Transaction
from vault.runtime.registry import find

commit = Transaction.commit


def die_on_order() -> None:
    """Wait for the line, then let the process end with the next commit."""
    sys.stdin.readline()
    Transaction.commit = commit_and_die  # type: ignore[method-assign]
    os.write(output, b"\n")


def commit_and_die(self: Transaction, *arguments: Any) -> None:
    """Commit, then end the process."""
    commit(self, *arguments)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    server, stop = Server(int(sys.argv[1])), threading.Event()
    application = application_of(STAGE, find().endpoints, lambda _: None)
    output = os.dup(sys.stdout.fileno())
    os.write(output, f"{server.port}\n".encode())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    threading.Thread(target=die_on_order, daemon=True).start()
    server.serve(application, stop)
