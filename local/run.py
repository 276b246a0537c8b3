"""`python -m local.run`: the whole system, until Ctrl-C or SIGTERM.

With LAG the graph is read from a replica that is so many seconds behind.
"""

from __future__ import annotations

import logging
import os
import re
import shlex
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from local import demo, demo_data, worker
from local.api.application import application_of
from local.api.server import Server
from local.failure import StartFailure
from local.pages import site
from local.processes import HOST
from local.regions.follower import follower
from local.system import STAGE, System
from vault.runtime.registry import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from wsgiref.types import WSGIApplication

    from vault.runtime.registry import Functions

STATE = Path(".vault")
DEFAULT_PORT = "8000"
STDOUT = 1
CONNECTIONS = "16"


def main() -> int:
    """Run the system in this directory; return the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    try:
        _run(_port(os.environ.get("PORT", DEFAULT_PORT)), _lag(os.environ.get("LAG", "")))
    except StartFailure as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


def _run(port: int, lag: float | None) -> None:
    server = Server(port)
    with _terminal_apart(STATE / "logs" / "api.log") as terminal, ThreadPoolExecutor(1) as pool:
        finding = pool.submit(find)
        with System(STATE, persistent=True) as system, ExitStack() as stack:
            if lag is not None:
                _, replica = stack.enter_context(follower(STATE / "logs" / "reader", system.environment, lag))
                system.environment["VAULT_GRAPH_READER"] = replica["VAULT_GRAPH_READER"]
            os.environ.update(system.environment | {"VAULT_GRAPH_CONNECTIONS": CONNECTIONS})
            _tell(system.environment)
            functions = finding.result()
            page = site.pages(functions, system, STATE / demo.FILE)
            _serve(server, functions, application_of(STAGE, functions.endpoints, page), system, terminal)


def _tell(environment: Mapping[str, str]) -> None:
    """Write down how to reach the services, for `make operator` and its like."""
    file = STATE / "environment"
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}={shlex.quote(value)}\n" for name, value in environment.items()))


def _serve(
    server: Server, functions: Functions, application: WSGIApplication, system: System, terminal: TextIO
) -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    background = worker.start(functions, stop)
    base_url = f"http://{HOST}:{server.port}"
    terminal.write(
        f"API {base_url}/{STAGE}\nReference {base_url}/docs\nWhat the outside world saw {base_url}/_local/\n"
    )
    background.append(_in_background(_populate, f"{base_url}/{STAGE}", system.mails, terminal))
    server.serve(application, stop)
    for thread in background:
        thread.join()
    terminal.write("Everything asked was answered; the services write their state and end.\n")


def _in_background(work: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments)
    thread.start()
    return thread


def _populate(base_url: str, mails: Path, terminal: TextIO) -> None:
    """Make the demo data where there are none, and say who can log in."""
    file = STATE / demo.FILE
    try:
        if not file.exists():
            terminal.write("Making demo data ...\n")
            demo_data.make(base_url, mails, file)
    except (demo_data.DemoFailure, OSError) as failure:
        terminal.write(f"The demo data are not complete: {failure}. The next start goes on with them.\n")
        return
    made = demo.read(file)
    for operator in (*made["operators"], made["provider"]):
        terminal.write(f"\n{operator['OperatorID']}  Origin {operator['origin']}\n")
        users = operator["users"].items()
        terminal.writelines(f"  {who:20} {user['EmailAddress']:38} {user['Password']}\n" for who, user in users)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:  # noqa: PLR2004 (TCP)
        sentence = f"PORT={text} is no port: give a number up to 65535, such as PORT={DEFAULT_PORT}."
        raise StartFailure(sentence)
    return int(text)


def _lag(text: str) -> float | None:
    if text and not re.fullmatch(r"\d+(\.\d+)?", text):
        sentence = f"LAG={text} is no number of seconds: give one such as LAG=5."
        raise StartFailure(sentence)
    return float(text) if text else None


def _leave(*_: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    sys.exit(0)


@contextmanager
def _terminal_apart(log: Path) -> Iterator[TextIO]:
    """Send what the handlers print (in a deployment to CloudWatch) to a file, and hand out the terminal."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.dup(STDOUT), "w", buffering=1) as terminal:
        with log.open("a") as lines:
            os.dup2(lines.fileno(), STDOUT)
        try:
            yield terminal
        finally:
            sys.stdout.flush()
            os.dup2(terminal.fileno(), STDOUT)


if __name__ == "__main__":
    sys.exit(main())
