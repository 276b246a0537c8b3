"""A lock that allows one running system for each directory."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from local.errors import StartFailure
from local.private_files import protect_directory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_SECONDS = 8.0
PAUSE_SECONDS = 0.1


@contextmanager
def lock_directory(directory: Path) -> Iterator[None]:
    """Lock the directory for this process and its children. Raises StartFailure while another system holds it."""
    protect_directory(directory)
    with (directory / "lock").open("w") as lock:
        # The services inherit the lock: after a crash of this process they still write their state for a moment.
        os.set_inheritable(lock.fileno(), True)  # noqa: FBT003 (the standard library's signature)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _try_lock(lock.fileno()):
            if time.monotonic() > deadline:
                sentence = f"The system is running already with the state in {directory}: stop it first."
                raise StartFailure(sentence)
            time.sleep(PAUSE_SECONDS)
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
