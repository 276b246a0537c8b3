"""`python -m local.run`: run the whole system until Ctrl-C or SIGTERM."""

from __future__ import annotations

import logging
import os
import re
import shlex
import signal
import sys
import threading
import time
from concurrent.futures import Future
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from local import clock, demo_console, state_format, storage
from local.errors import StartFailure
from local.interrupts import raise_on_signals
from local.job_activity import activity
from local.private_files import UMASK, protect_directory, write_private
from local.processes import HOST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from wsgiref.types import WSGIApplication

    from local.api.server import Server
    from local.system import System
    from vault.runtime.registry import Functions

STATE = Path(".vault")
LOG = STATE / "logs" / "api.log"
DEFAULT_PORT = "8000"
CONNECTIONS = "16"
WATCH_SECONDS = 0.5
DRAIN_SECONDS = 1.0
"""The time that a running call, and then a running job, has to finish at the end."""


def main() -> int:
    """LAG: the graph is read from a replica with this lag in seconds. RELOAD=1: saved files are loaded anew.

    CONSOLE: the URL that is the first demo operator's console.
    """
    os.umask(UMASK)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    try:
        raise_on_signals()
        console = demo_console.read_setting(os.environ.get("CONSOLE", ""))
        failure = _run(_port(os.environ.get("PORT", DEFAULT_PORT)), _lag(os.environ.get("LAG", "")), console)
    except StartFailure as refused:
        failure = str(refused)
    except KeyboardInterrupt:
        return 0
    if failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


def _run(port: int, lag: float | None, console: str) -> str:
    """Serve until the end; return a sentence if a service or the disk failed."""
    from local.api.server import Server
    from local.system import System

    server, began = Server(port), time.monotonic()
    with storage.explain_failures(STATE):
        protect_directory(STATE)
        state_format.claim(STATE)
        (STATE / "logs").mkdir(exist_ok=True)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # not only at a terminal
    # What the functions log, in a deployment to CloudWatch; what a developer prints goes to the terminal.
    os.environ["VAULT_LOG_FILE"] = str(LOG.absolute())
    clock.create(STATE)
    finding = _start_future(_find)
    with System(STATE, persistent=True) as system, ExitStack() as stack:
        if lag is not None:
            _read_from_follower(system, lag, stack)
        os.environ.update(system.environment | {"VAULT_GRAPH_CONNECTIONS": CONNECTIONS})
        _write_environment(system.environment)
        functions = finding.result()
        sys.stdout.writelines(f"{module} is left out: {why}\n" for module, why in functions.left_out.items())
        sys.stdout.write(f"Ready in {time.monotonic() - began:.0f} s\n")
        return _serve(server, functions, system, console)


def _start_future(work: Callable[[], Functions]) -> Future[Functions]:
    """Run the work in a daemon thread, which does not delay the end of the process."""
    future: Future[Functions] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 (`result` raises it)
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def _find() -> Functions:
    from vault.runtime.registry import find

    return find(leave_out_broken=True)


def _read_from_follower(system: System, lag: float, stack: ExitStack) -> None:
    from local.regions.follower import follower

    _, replica = stack.enter_context(follower(STATE / "logs" / "reader", system.environment, lag))
    system.environment["VAULT_GRAPH_READER"] = replica["VAULT_GRAPH_READER"]


def _write_environment(environment: Mapping[str, str]) -> None:
    """Write the settings of the services to a file, for `make operator` and similar targets."""
    lines = (f"{name}={shlex.quote(value)}\n" for name, value in environment.items())
    write_private(STATE / "environment", "".join(lines))


def _serve(server: Server, functions: Functions, system: System, console: str) -> str:
    from local import demo, reload
    from local.serving import Serving
    from local.system import STAGE

    stop, failures = threading.Event(), list[str]()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    serving = Serving(functions, lambda found: _build_application(found, system))
    base_url = f"http://{HOST}:{server.port}"
    sys.stdout.write(
        f"API {base_url}/{STAGE}\nReference {base_url}/docs\nMails, SMS and queues {base_url}/_local/\nLog {LOG}\n"
    )
    _start_thread(_watch_services, system, stop, failures)
    _start_thread(_populate, f"{base_url}/{STAGE}", system.mails, console, stop)
    if os.environ.get("RELOAD"):
        _start_thread(reload.watch, serving, stop, sys.stdout)
    server.serve(serving, stop, drain_seconds=DRAIN_SECONDS)
    serving.stop_jobs()
    serving.wait_for_jobs(DRAIN_SECONDS)
    if not (STATE / demo.FILE).exists():
        sys.stdout.write("The demo data are not complete. The next start continues with them.\n")
    sys.stdout.write("The services save their state and stop.\n")
    return "".join(failures)


def _watch_services(system: System, stop: threading.Event, failures: list[str]) -> None:
    """End the system when a service has ended by itself, or the disk is full."""
    while not stop.wait(WATCH_SECONDS):
        if failure := system.find_failure():
            failures.append(failure)
            stop.set()


def _build_application(functions: Functions, system: System) -> WSGIApplication:
    from local import demo
    from local.api.application import build_application
    from local.pages import site
    from local.system import STAGE
    from vault.runtime import logs

    clock.follow()
    logs.logger().addHandler(activity)
    return build_application(STAGE, functions.endpoints, site.pages(functions, system, STATE / demo.FILE))


def _start_thread(work: Callable[..., None], *arguments: object) -> None:
    # A daemon, so that it does not hold up the end of the process.
    threading.Thread(target=work, args=arguments, daemon=True).start()


def _populate(base_url: str, mails: Path, console: str, stop: threading.Event) -> None:
    """Create the demo data unless they exist, and print the users' logins."""
    from local import demo, demo_data

    file = STATE / demo.FILE
    try:
        if not file.exists():
            sys.stdout.write("Creating demo data ...\n")
            demo_data.create_demo_data(base_url, mails, file)
        demo_console.move(file, console or demo_data.OPERATORS[0][1])
    except StartFailure as refused:
        sys.stdout.write(f"{refused}\n")
    except Exception as failure:  # noqa: BLE001 (a service that fails, or is stopped, can lead to any)
        if not stop.is_set():
            what = failure if isinstance(failure, demo_data.DemoFailure) else f"{type(failure).__name__}: {failure}"
            sys.stdout.write(f"The demo data are not complete: {what}. The next start continues with them.\n")
        return
    population = demo.read(file)
    for operator in (*population["operators"], population["provider"]):
        sys.stdout.write(f"\n{operator['OperatorID']}  Origin {operator['origin']}\n")
        users = operator["users"].items()
        sys.stdout.writelines(f"  {who:20} {user['EmailAddress']:38} {user['Password']}\n" for who, user in users)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:  # noqa: PLR2004 (TCP)
        sentence = f"PORT={text} is not a port: use a number up to 65535, such as PORT={DEFAULT_PORT}."
        raise StartFailure(sentence)
    return int(text)


def _lag(text: str) -> float | None:
    if text and not re.fullmatch(r"\d+(\.\d+)?", text):
        sentence = f"LAG={text} is not a number of seconds: use one such as LAG=5."
        raise StartFailure(sentence)
    return float(text) if text else None


if __name__ == "__main__":
    exit_code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Without waiting for daemon threads: a job, an import, or a call to a stopped service.
    os._exit(exit_code)
