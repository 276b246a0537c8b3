"""The files of a system's state: all of them, or none."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from local import redis_server
from local.aws import service as aws
from local.errors import StartFailure
from local.gremlin import service as gremlin
from local.processes import POLL_SECONDS, START_SECONDS

if TYPE_CHECKING:
    from pathlib import Path

FILES = (f"graph/{gremlin.JOURNAL}", aws.STATE_FILE, f"redis/{redis_server.APPEND_ONLY_FILE}")
MARK = "complete"
"""A file that is there once all the others have been."""


def check_complete(state: Path) -> None:
    """Raise StartFailure where a file is gone that an earlier start has left."""
    gone = [name for name in FILES if not (state / name).exists()]
    if gone and (state / MARK).exists():
        sentence = (
            f"{state / gone[0]} is gone, while other state is there: put a copy of it back, or run `make clean` "
            "to begin with an empty system."
        )
        raise StartFailure(sentence)


def mark_complete(state: Path) -> None:
    """Wait until the services have written their files for the first time."""
    deadline = time.monotonic() + START_SECONDS
    while not all((state / name).exists() for name in FILES):
        if time.monotonic() > deadline:
            sentence = f"The services did not write their state to {state}."
            raise StartFailure(sentence)
        time.sleep(POLL_SECONDS)
    (state / MARK).touch()
