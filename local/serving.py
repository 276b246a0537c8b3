"""The functions as they are imported now: the application that calls them, and their jobs in the background."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from local import worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from vault.runtime.registry import Functions


class Serving:
    """A WSGI application whose functions can be exchanged while no call and no job is under way."""

    def __init__(self, functions: Functions, application_of: Callable[[Functions], WSGIApplication]) -> None:
        self._application_of = application_of
        self._functions = functions
        self._application = application_of(functions)
        self._condition = threading.Condition()
        self._under_way = 0
        self._exchanging = False
        self._start_jobs()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        with self._condition:
            self._condition.wait_for(lambda: not self._exchanging)
            self._under_way += 1
        try:
            return self._application(environ, start_response)
        finally:
            with self._condition:
                self._under_way -= 1
                self._condition.notify_all()

    def exchange(self, load: Callable[[], Functions]) -> None:
        """Serve what `load` returns, or go on as before where it fails; calls wait until then."""
        self.stop_jobs()
        self.wait_for_jobs()
        with self._condition:
            self._exchanging = True
            self._condition.wait_for(lambda: not self._under_way)
        try:
            functions = load()
            self._application, self._functions = self._application_of(functions), functions
        finally:
            self._start_jobs()
            with self._condition:
                self._exchanging = False
                self._condition.notify_all()

    def stop_jobs(self) -> None:
        """Let no job begin any more."""
        self._stop_jobs.set()

    def wait_for_jobs(self, seconds: float | None = None) -> None:
        """Return when the jobs that run have ended, or after `seconds`; `stop_jobs` comes before."""
        deadline = None if seconds is None else time.monotonic() + seconds
        for thread in self._jobs:
            thread.join(None if deadline is None else max(0.0, deadline - time.monotonic()))

    def _start_jobs(self) -> None:
        self._stop_jobs = threading.Event()
        self._jobs = worker.start(self._functions, self._stop_jobs)
