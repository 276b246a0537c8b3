"""VAULT's API, served to tests over HTTP."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from local.api.application import build_application
from local.api.server import Server
from local.system import STAGE
from vault.runtime.registry import find

if TYPE_CHECKING:
    from collections.abc import Iterator
    from wsgiref.types import WSGIApplication


@contextmanager
def serve_api() -> Iterator[int]:
    """The port of the whole API."""
    with serve(build_application(STAGE, find().endpoints, lambda _: None)) as port:
        yield port


@contextmanager
def serve(application: WSGIApplication) -> Iterator[int]:
    """The port of an application, until the end of the context."""
    server, stop = Server(0), threading.Event()
    thread = threading.Thread(target=server.serve, args=(application, stop))
    thread.start()
    try:
        yield server.port
    finally:
        stop.set()
        thread.join()
