"""`python -m tests.services.keeper`: runs the systems, and refills each one that a test run has used."""

import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

from local.errors import StartFailure
from local.private_files import UMASK, protect_directory
from local.processes import python_path
from local.system import System
from tests import jvm
from tests.services import record, slots

SYSTEMS = 2
"""How many test runs find services at the same time; a further one starts its own."""
POLL_SECONDS = 0.2
RETRY_SECONDS = 3.0
LOCK_TRIES = 5
"""Who looks whether the record is locked holds it for a moment."""
OLDEST_SECONDS = 40 * 60
"""Access tokens live for an hour, and a test run needs some minutes of it."""


def main() -> int:
    """Keep the systems until SIGTERM, or until their record is removed; return the exit code."""
    os.umask(UMASK)
    jvm.compile_less()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    slot_directories = [record.DIRECTORY / str(number) for number in range(1, SYSTEMS + 1)]
    # Complete before the lock, under which a reader believes what the file says, even of a keeper that was killed.
    ours = record.Record(os.getpid(), str(record.CHECKOUT), record.hash_service_code(), [*map(str, slot_directories)])
    protect_directory(record.RECORD.parent)
    with record.RECORD.open("a") as file:
        if not any(record.lock(file) or time.sleep(POLL_SECONDS) for _ in range(LOCK_TRIES)):
            sys.stderr.write("Services are running already.\n")
            return 1
        record.write(ours, file)
        threads = [threading.Thread(target=keep, args=(slot, stop)) for slot in slot_directories]
        for thread in threads:
            thread.start()
        while not stop.wait(POLL_SECONDS) and is_current(file.fileno()):
            pass
        stop.set()
        for thread in threads:
            thread.join()
        if is_current(file.fileno()):
            record.RECORD.unlink()
    return 0


def is_current(descriptor: int) -> bool:
    """Whether the open record is still the one that test runs find."""
    try:
        return os.path.samestat(os.fstat(descriptor), record.RECORD.stat())
    except FileNotFoundError:
        return False


def keep(slot: Path, stop: threading.Event) -> None:
    """Run one system until all are to stop; stop all if it cannot go on."""
    try:
        for left in ("filling", "refilling"):
            (slot / left).unlink(missing_ok=True)
        with System(slot, persistent=False) as system:
            while not stop.wait(POLL_SECONDS) and are_alive(system):
                if slots.needs_filling(slot, OLDEST_SECONDS) and not refill(slot, system.environment):
                    stop.wait(RETRY_SECONDS)
    except StartFailure as failure:
        sys.stderr.write(f"{failure}\n")
    except Exception:  # noqa: BLE001  the other threads have to end too
        traceback.print_exc()
    finally:
        (slot / "filling").unlink(missing_ok=True)
        stop.set()


def are_alive(system: System) -> bool:
    """Whether no service has ended by itself."""
    return all(service.process.poll() is None for service in system.services)


def refill(slot: Path, environment: dict[str, str]) -> bool:
    """Empty the system and build a world in it; false if that failed, as it does while code is half written."""
    with slots.refilling(slot) as is_ours:
        if not is_ours:
            return True
        command = [sys.executable, "-m", "tests.services.fill", str(slot)]
        settings = {**os.environ, **python_path(), **environment}
        return subprocess.run(command, env=settings, stdin=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
