"""The interface of the process for tests and pages: what the router has and did, and what shall go wrong."""

from __future__ import annotations

import itertools
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from local.processes import HOST
from local.routeros.faults import Faults
from local.routeros.schema import TABLES

if TYPE_CHECKING:
    from local.routeros.simulator import RouterOs

SHOWN_COMMANDS = 50
SWITCHES = {"faults", "version"}


def create_server(router: RouterOs, port: int, secret: str) -> ThreadingHTTPServer:
    """A server whose only path is the secret: GET describes the router, POST sets `faults` and `version`."""
    handler = type("Handler", (_Handler,), {"router": router, "path_of_ours": f"/{secret}"})
    return ThreadingHTTPServer((HOST, port), handler)


class _Handler(BaseHTTPRequestHandler):
    router: RouterOs
    path_of_ours: str

    def do_GET(self) -> None:
        """Describe the router."""
        self._send(200, _describe(self.router)) if self.path == self.path_of_ours else self._send(404, {})

    def do_POST(self) -> None:
        """Set what the JSON object names, all of it or nothing."""
        if self.path != self.path_of_ours:
            self._send(404, {})
            return
        try:
            _change(self.router, json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0))))
        except (ValueError, TypeError, AttributeError) as error:
            self._send(400, {"error": f"No such switch or value: {error}."})
            return
        self._send(200, _describe(self.router))

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def _send(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _change(router: RouterOs, switches: dict[str, object]) -> None:
    """Raise ValueError, TypeError or AttributeError for what is no switch."""
    if unknown := switches.keys() - SWITCHES:
        raise ValueError(", ".join(sorted(unknown)))
    faults = Faults.from_json(switches["faults"]) if "faults" in switches else None  # type: ignore[arg-type]  # checked there
    if "version" in switches:
        router.install(str(switches["version"]))
    if faults:
        router.set_faults(faults)


def _describe(router: RouterOs) -> dict[str, object]:
    """What there is: the login, the tables, the latest commands (newest first), and the faults."""
    newest = itertools.islice(reversed(router.commands.copy()), SHOWN_COMMANDS)
    return {
        "version": router.version,
        "username": router.username,
        "password": router.password,
        "ports": router.ports,
        "sessions": router.sessions,
        "faults": router.faults.to_json(),
        "commands": [
            {"at": each.at, "command": each.path, "attributes": each.attributes, "outcome": each.outcome}
            for each in newest
        ],
        "tables": {path: router.rows(path) for path in TABLES},
    }
