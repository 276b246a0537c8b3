"""`python -m local.aws.server PORT [STATE FILE]`: moto's AWS over HTTP; it keeps its state in the file, if given."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from local.aws import arrivals, inspection, kms_patch, service, signing_patch, state
from local.aws.cognito_patch import add_missing_operations
from local.aws.cognito_scopes import require_scopes
from local.aws.front import Front
from local.processes import HOST, SECRET

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

SAVE_SECONDS = 1.0
READS = ("ReceiveMessage", "Get", "List", "Describe", "AdminGet", "Decrypt", "Encrypt", "GenerateDataKey")


class _Gate:
    """moto's application: requests run together; `save` waits until none is running and holds new ones back."""

    def __init__(self) -> None:
        self._application = DomainDispatcherApplication(create_backend_app)
        self._arrivals = arrivals.Arrivals()
        self._condition = threading.Condition()
        self._under_way = 0
        self._closed = False
        self._changed = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["PATH_INFO"] == service.ARRIVALS:
            start_response("200 OK", [("content-type", "text/plain")])
            return self._arrivals.stream(environ["QUERY_STRING"])
        with self._condition:
            self._condition.wait_for(lambda: not self._closed)
            self._under_way += 1
        try:
            application = _answer_inspection if environ["PATH_INFO"] == inspection.PATH else self._application
            answer: Iterable[bytes] = application(environ, start_response)
            return answer
        finally:
            with self._condition:
                self._under_way -= 1
                self._changed |= _may_write(environ)
                self._condition.notify_all()
            if environ.get("HTTP_X_AMZ_TARGET", "").startswith(arrivals.TARGET):
                self._arrivals.notify()

    def wait_for_change(self) -> None:
        """Return when there is something to save."""
        with self._condition:
            self._condition.wait_for(lambda: self._changed)

    def save(self, file: Path, *, reopen: bool) -> None:
        """Write the state if it may have changed; with `reopen` false no more requests are answered."""
        with self._condition:
            self._closed = True
            self._condition.wait_for(lambda: not self._under_way)
            try:
                if self._changed:
                    state.save(file)
                self._changed = False
            finally:
                self._closed = not reopen
                self._condition.notify_all()


def _answer_inspection(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    start_response("200 OK", [("content-type", "application/json")])
    return [json.dumps(inspection.read_sent_and_queued()).encode()]


def _may_write(environ: WSGIEnvironment) -> bool:
    operation = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
    return environ["REQUEST_METHOD"] != "GET" and not operation.startswith(READS)


def _save_periodically(gate: _Gate, file: Path) -> None:
    while True:
        gate.wait_for_change()
        began = time.monotonic()
        try:
            gate.save(file, reopen=True)
        except OSError as error:
            sys.stderr.write(f"The state is not saved: {error}\n")
            sys.stderr.flush()
            os._exit(1)
        took = time.monotonic() - began
        # Where saving takes long, at least half of the time is for requests.
        time.sleep(max(SAVE_SECONDS - took, took))


def main(port: int, file: Path | None) -> None:
    """Serve until SIGTERM, then save the state."""
    add_missing_operations()
    require_scopes()
    kms_patch.patch_multi_region_keys()
    signing_patch.patch_signing_keys()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    if file:
        try:
            state.restore(file)
        except Exception as unreadable:  # noqa: BLE001 (an old pickle can fail in any way)
            sys.exit(f"{state.UNREADABLE} {unreadable!r}")
    gate = _Gate()
    front = Front(gate, os.environ[SECRET])
    server = make_server(HOST, port, front, threaded=True, request_handler=MotoRequestHandler)
    # Every thread inherits the mask, so that the signal waits for sigwait.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    threading.Thread(target=server.serve_forever, daemon=True).start()
    if file:
        threading.Thread(target=_save_periodically, args=(gate, file), daemon=True).start()
    signal.sigwait({signal.SIGTERM})
    if file:
        gate.save(file, reopen=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else None)
