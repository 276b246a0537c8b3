"""REST of a router: JSON whose values are all texts, below /rest."""

from __future__ import annotations

import base64
import json
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from local.routeros.faults import ConnectionCut, ReplyLost
from local.routeros.schema import TABLES
from local.routeros.traps import Trap

if TYPE_CHECKING:
    import socket
    from io import BufferedReader

    from local.routeros.router import Router

REST_SINCE = (7, 1)
ROOT = "/rest"
LOST_SECONDS = 60.0
REASONS = {400: "Bad Request", 401: "Unauthorized", 404: "Not Found"}
IDENTITY = "/system/identity"


def serve(router: Router, connection: socket.socket) -> None:
    """Answer requests until the client closes."""
    _handler(router)(connection, ("", 0), None)  # type: ignore[arg-type]  # it has no server of its own


def _handler(router: Router) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"router": router})


class _Refused(Exception):
    def __init__(self, status: int, detail: str = "") -> None:
        self.status, self.detail = status, detail
        super().__init__(detail)


class _Handler(BaseHTTPRequestHandler):
    router: Router
    protocol_version = "HTTP/1.1"
    server_version = "router"
    sys_version = ""

    def handle_one_request(self) -> None:
        """Refuse at once what does not begin as a method does."""
        if cast("BufferedReader", self.rfile).peek(1)[:1].isupper():
            super().handle_one_request()
            return
        self.wfile.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        self.close_connection = True

    def do_GET(self) -> None:
        """Print a table."""
        self._answer()

    do_PUT = do_PATCH = do_DELETE = do_POST = do_GET  # noqa: N815 (http.server)

    def log_message(self, *_: object) -> None:
        """Nothing: the router has a list of its commands."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            status, content = self._perform(body)
        except _Refused as refusal:
            error = {"error": refusal.status, "message": REASONS[refusal.status], "detail": refusal.detail}
            status, content = refusal.status, {name: text for name, text in error.items() if text}
        except Trap as trap:
            status = 404 if trap.category == 0 and "item" in trap.message else 400
            content = {"error": status, "message": REASONS[status], "detail": trap.message}
        except ConnectionCut:
            self.close_connection = True
            return
        except ReplyLost:
            self.connection.settimeout(LOST_SECONDS)
            self.connection.recv(1)
            self.close_connection = True
            return
        self._send(status, content)

    def _perform(self, body: bytes) -> tuple[int, object]:
        url = urlsplit(self.path)
        if self.router.device.version < REST_SINCE or not url.path.startswith(f"{ROOT}/"):
            raise _Refused(404)
        self._authorize()
        path = unquote(url.path.removeprefix(ROOT))
        if path == IDENTITY:
            return 200, {"name": "MikroTik"}
        try:
            content = json.loads(body) if body else {}
        except ValueError:
            raise _Refused(400, "malformed JSON") from None
        attributes = {
            name: ",".join(text) if isinstance(text, list) else str(text)
            for name, text in ({**dict(parse_qsl(url.query, keep_blank_values=True)), **content}).items()
        }
        match self.command:
            case "GET":
                return self._read(path, attributes)
            case "POST":
                table, _, verb = path.rpartition("/")
                return 200, self.router.run(table, verb, attributes)
            case "PUT":
                (added,) = self.router.run(path, "add", attributes)
                return 201, self.router.device.show(path, added["ret"])
        table, _, each = path.rpartition("/")
        if self.command == "DELETE":
            self.router.run(table, "remove", {".id": each})
            return 204, None
        self.router.run(table, "set", {**attributes, ".id": each})
        return 200, self.router.device.show(table, each)

    def _read(self, path: str, attributes: dict[str, str]) -> tuple[int, object]:
        if path in TABLES:
            return 200, self.router.run(path, "print", attributes)
        table, _, each = path.rpartition("/")
        self.router.run(table, "print", attributes)
        return 200, self.router.device.show(table, each)

    def _authorize(self) -> None:
        kind, _, credentials = self.headers.get("Authorization", "").partition(" ")
        try:
            name, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
            if kind == "Basic" and self.router.log_in_plain(name, password):
                return
        except (Trap, ValueError):
            pass
        raise _Refused(401)

    def _send(self, status: int, content: object) -> None:
        body = b"" if content is None else json.dumps(content).encode()
        headers = [
            f"HTTP/1.1 {status} {REASONS.get(status, 'OK')}",
            "Content-Type: application/json",
            *([f"Content-Length: {len(body)}"] if content is not None else []),
        ]
        answer, is_cut = self.router.faults.alter("\r\n".join([*headers, "", ""]).encode() + body)
        self.wfile.write(answer)
        self.close_connection = self.close_connection or is_cut
