"""`python -m local.run`: the whole system, until Ctrl-C or SIGTERM.

With LAG the graph is read from a replica that is LAG seconds behind; with RELOAD what is saved is imported anew.
"""

from __future__ import annotations

import logging
import os
import re
import shlex
import signal
import sys
import threading
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from local import state_format
from local.errors import StartFailure
from local.processes import HOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from wsgiref.types import WSGIApplication

    from local.api.server import Server
    from local.system import System
    from vault.runtime.registry import Functions

STATE = Path(".vault")
DEFAULT_PORT = "8000"
STDOUT = 1
CONNECTIONS = "16"
DRAIN_SECONDS = 1.0
"""How long a call, and then a job, that is under way may take at the end."""


def main() -> int:
    """Run the system in this directory; return the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _leave)
        _run(_port(os.environ.get("PORT", DEFAULT_PORT)), _lag(os.environ.get("LAG", "")))
    except StartFailure as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _run(port: int, lag: float | None) -> None:
    from local.api.server import Server
    from local.system import System

    server = Server(port)
    state_format.claim(STATE)
    with _terminal_apart(STATE / "logs" / "api.log") as terminal:
        finding = _begin(_find)
        with System(STATE, persistent=True) as system, ExitStack() as stack:
            if lag is not None:
                _follow(system, lag, stack)
            os.environ.update(system.environment | {"VAULT_GRAPH_CONNECTIONS": CONNECTIONS})
            _tell(system.environment)
            _serve(server, finding.result(), system, terminal)


def _begin(work: Callable[[], Functions]) -> Future[Functions]:
    """Do the work in a thread that does not hold up the end of the process."""
    future: Future[Functions] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 (it is raised where the result is asked for)
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def _find() -> Functions:
    from vault.runtime.registry import find

    return find()


def _follow(system: System, lag: float, stack: ExitStack) -> None:
    from local.regions.follower import follower

    _, replica = stack.enter_context(follower(STATE / "logs" / "reader", system.environment, lag))
    system.environment["VAULT_GRAPH_READER"] = replica["VAULT_GRAPH_READER"]


def _tell(environment: Mapping[str, str]) -> None:
    """Write down how to reach the services, for `make operator` and its like."""
    file = STATE / "environment"
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}={shlex.quote(value)}\n" for name, value in environment.items()))


def _serve(server: Server, functions: Functions, system: System, terminal: TextIO) -> None:
    from local import demo, reload
    from local.serving import Serving
    from local.system import STAGE

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    serving = Serving(functions, lambda found: _application_of(found, system))
    base_url = f"http://{HOST}:{server.port}"
    terminal.write(
        f"API {base_url}/{STAGE}\nReference {base_url}/docs\nWhat the outside world saw {base_url}/_local/\n"
    )
    _start_thread(_populate, f"{base_url}/{STAGE}", system.mails, terminal, stop)
    if os.environ.get("RELOAD"):
        _start_thread(reload.watch, serving, stop, terminal)
    server.serve(serving, stop, drain_seconds=DRAIN_SECONDS)
    serving.stop_jobs()
    serving.wait_for_jobs(DRAIN_SECONDS)
    if not (STATE / demo.FILE).exists():
        terminal.write("The demo data are not complete. The next start goes on with them.\n")
    terminal.write("The services write their state and end.\n")


def _application_of(functions: Functions, system: System) -> WSGIApplication:
    from local import demo
    from local.api.application import application_of
    from local.pages import site
    from local.system import STAGE

    return application_of(STAGE, functions.endpoints, site.pages(functions, system, STATE / demo.FILE))


def _start_thread(work: Callable[..., None], *arguments: object) -> None:
    # A daemon, so that it does not hold up the end of the process.
    threading.Thread(target=work, args=arguments, daemon=True).start()


def _populate(base_url: str, mails: Path, terminal: TextIO, stop: threading.Event) -> None:
    """Make the demo data where there are none, and say who can log in."""
    from local import demo, demo_data

    file = STATE / demo.FILE
    try:
        if not file.exists():
            terminal.write("Making demo data ...\n")
            demo_data.create_demo_data(base_url, mails, file)
    except (demo_data.DemoFailure, OSError) as failure:
        if not stop.is_set():
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
    raise KeyboardInterrupt


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
    exit_code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Without a wait for threads whose work nobody awaits any more: a job, an import, a call to a service that ended.
    os._exit(exit_code)
