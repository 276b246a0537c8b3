"""`python -m local.run`: the whole system, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from local import demo, worker
from local.api.application import application_of
from local.api.functions import find
from local.api.server import Server
from local.failure import StartFailure
from local.pages import site
from local.processes import HOST
from local.system import STAGE, System

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from local.api.functions import Functions

STATE = Path(".vault")
DEFAULT_PORT = "8000"


def main() -> int:
    """Run the system in this directory; return the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    try:
        _run(_port(os.environ.get("PORT", DEFAULT_PORT)))
    except StartFailure as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


def _run(port: int) -> None:
    server = Server(port)
    with ThreadPoolExecutor(1) as pool:
        finding = pool.submit(find)
        with System(STATE, persistent=True) as system:
            os.environ.update(system.environment)
            functions = finding.result()
            page = site.pages(functions, system, STATE / demo.FILE)
            _serve(server, functions, application_of(STAGE, functions.endpoints, page))


def _serve(server: Server, functions: Functions, application: WSGIApplication) -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    background = worker.start(functions, stop)
    base_url = f"http://{HOST}:{server.port}"
    _say(f"API {base_url}/{STAGE}\nReference {base_url}/docs\nWhat the outside world saw {base_url}/_local/")
    server.serve(application, stop)
    for thread in background:
        thread.join()
    _say("Everything asked was answered; the services write their state and end.")


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:  # noqa: PLR2004 (TCP)
        sentence = f"PORT={text} is no port: give a number up to 65535, such as PORT={DEFAULT_PORT}."
        raise StartFailure(sentence)
    return int(text)


def _leave(*_: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    sys.exit(0)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
