"""Which queues' jobs run in this process at the moment, and which runs failed."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

UNEXPECTED = "InternalError"
"""The code of an exception that is no error of VAULT's own."""
REPORTS = frozenset({"job failed", "unexpected error"})
"""What the runtime logs of a run that failed."""


@dataclass(frozen=True)
class Failure:
    """A job that failed, or a queue whose message did, and the error's code."""

    name: str
    code: str


class _JobActivity(logging.Handler):
    """Counts the runs, and takes their errors from what the runtime logs: a queue's job answers without them."""

    def __init__(self) -> None:
        super().__init__()
        self._name: ContextVar[str] = ContextVar("name", default="")
        self._lock = threading.Lock()
        self._running = self._begun = 0
        self._collections: list[list[Failure]] = []

    @contextmanager
    def record_run(self, name: str) -> Iterator[None]:
        """Within this, a run of the job or queue is under way in this thread."""
        before = self._name.set(name)
        with self._lock:
            self._running += 1
            self._begun += 1
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
            self._name.reset(before)

    @contextmanager
    def collect_failures(self) -> Iterator[list[Failure]]:
        """Yield a list that collects the runs of any thread that fail while active."""
        failures: list[Failure] = []
        with self._lock:
            self._collections.append(failures)
        try:
            yield failures
        finally:
            with self._lock:
                self._collections = [each for each in self._collections if each is not failures]

    def emit(self, record: logging.LogRecord) -> None:
        """Note what the runtime logs of a run in this thread that failed."""
        if (name := self._name.get()) and record.getMessage() in REPORTS:
            failure = Failure(name, getattr(record, "error_code", UNEXPECTED))
            with self._lock:
                for each in self._collections:
                    each.append(failure)

    def count_when_idle(self) -> int | None:
        """How many runs have begun so far; None while one is under way."""
        with self._lock:
            return None if self._running else self._begun


activity = _JobActivity()
