"""The web interface of a simulated device: HTTP on a port of this machine, answered by one function."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

from local.processes import HOST
from local.routeros.certificate import server_context

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

MAX_BODY = 100_000


@dataclass(frozen=True)
class DeviceRequest:
    method: str
    path: str
    """With its query."""
    headers: Mapping[str, str]
    """By lower-case names."""
    body: bytes


@dataclass(frozen=True)
class DeviceResponse:
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class DeviceServer:
    """Started as a context. One request is handled at a time, as small devices do."""

    port: int
    certificate: str = ""
    """Key and certificate as PEM; with one the interface is by TLS."""

    def answer(self, request: DeviceRequest) -> DeviceResponse:
        """Handle one request."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        """Listen on a free port."""
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer((HOST, 0), self._create_handler())
        self.port = self._server.server_address[1]
        if self.certificate:
            self._server.socket = server_context(self.certificate).wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _create_handler(self) -> type[BaseHTTPRequestHandler]:
        device = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 5
            wbufsize = -1  # one packet for an answer
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                self.answer_request()

            def do_POST(self) -> None:
                self.answer_request()

            def answer_request(self) -> None:
                length = min(int(self.headers.get("Content-Length") or 0), MAX_BODY)
                headers = {name.lower(): text for name, text in self.headers.items()}
                request = DeviceRequest(self.command, self.path, headers, self.rfile.read(length))
                with device._lock:
                    response = device.answer(request)
                self.send_response(response.status)
                for name, text in {**response.headers, "Content-Length": str(len(response.body))}.items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(response.body)
                self.wfile.flush()

            def log_message(self, *_: object) -> None:
                """Log nothing."""

        return Handler
