"""`python -m tests.services start`: start the keeper in the background and wait for a system; `stop` ends it."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from tests.services import record
from tests.services.slots import PAUSE_SECONDS

START_SECONDS = 120.0
STOP_SECONDS = 30.0


def main(order: str) -> int:
    """Obey an order; return the exit code."""
    return {"start": start, "stop": stop}[order]()


def start() -> int:
    """Start services unless they run from this very code; return when a test run can attach."""
    try:
        record.read_current()
    except record.CannotAttachError:
        stop_running()
        start_keeper()
    deadline = time.monotonic() + START_SECONDS
    while not any(record.DIRECTORY.glob("*/filling")):
        if not is_running() or time.monotonic() > deadline:
            sys.stderr.write(f"The services did not start:\n{record.LOG.read_text()[-3000:]}\n")
            return 1
        time.sleep(PAUSE_SECONDS)
    sys.stdout.write("The services are running: `make test T=...` attaches to them, `make stop-services` ends them.\n")
    return 0


def start_keeper() -> None:
    """Start the keeper in the background; return when it has taken over from one that was killed, or has ended."""
    record.DIRECTORY.mkdir(parents=True, exist_ok=True)
    for left in record.DIRECTORY.glob("*/filling"):
        left.unlink()
    with record.LOG.open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.services.keeper"],
            cwd=record.CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    while not is_running() and keeper.poll() is None:
        time.sleep(PAUSE_SECONDS)


def stop() -> int:
    """Stop the services that run."""
    sys.stdout.write("The services have ended.\n" if stop_running() else "No services were running.\n")
    return 0


def stop_running() -> bool:
    """Stop the services of the record, whatever code they run; false if there are none."""
    try:
        running = record.read_running()
    except record.CannotAttachError:
        return False
    if running.checkout != str(record.CHECKOUT):
        return False
    os.kill(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while is_running():
        if time.monotonic() > deadline:
            os.kill(running.pid, signal.SIGKILL)
            deadline += STOP_SECONDS
        time.sleep(PAUSE_SECONDS)
    return True


def is_running() -> bool:
    """Whether a keeper lives."""
    with suppress(FileNotFoundError):
        return record.is_locked(record.RECORD)
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
