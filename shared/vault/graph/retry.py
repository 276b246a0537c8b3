"""Work that starts again where somebody else was first."""

import itertools
import random
import time
from collections.abc import Callable
from typing import TypeVar

from vault.graph.connection import Conflict, record_readings

Result = TypeVar("Result")
LONGEST_PAUSE = 0.25


def retry_on_conflict(work: Callable[[], Result], may_retry: Callable[[int], bool]) -> Result:
    """Run `work`, from its reading on, until it meets no Conflict, with a growing random pause in between.

    `may_retry` is asked with the number of attempts so far. Raises Conflict when it refuses another, and where the same
    reading led to a conflict before that was not with a concurrent write: it would be the same each time.
    """
    before: list[object] | None = None
    for attempts in itertools.count(1):
        with record_readings() as readings:
            try:
                return work()
            except Conflict as conflict:
                if not may_retry(attempts) or (readings == before and not conflict.is_concurrent):
                    raise
        before = readings
        time.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.005 * 2 ** min(attempts, 10))))  # noqa: S311  a pause
    raise AssertionError
