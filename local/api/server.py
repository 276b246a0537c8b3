"""The waitress server, started and stopped without cutting off requests."""

from __future__ import annotations

import errno
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from waitress import create_server, wasyncore

from local.api.answer import message
from local.errors import StartFailure
from local.processes import HOST

if TYPE_CHECKING:
    import threading
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

THREADS = 16
LARGEST_BODY = 10 * 1024 * 1024
LOOP_SECONDS = 0.2
DRAIN_SECONDS = 30.0


class Server:
    """A server that listens at once; connections wait until `serve` is called."""

    def __init__(self, port: int) -> None:
        """Listen on the port of this machine. Raises StartFailure if it is in use."""
        self._sockets: dict[int, Any] = {}
        try:
            self._server = create_server(
                _unready,
                map=self._sockets,
                host=HOST,
                port=port,
                threads=THREADS,
                max_request_body_size=LARGEST_BODY,
                ident="",
                clear_untrusted_proxy_headers=False,
            )
        except OSError as error:
            raise _port_failure(port, error) from error
        self.port = int(self._server.effective_port)

    def serve(
        self, application: WSGIApplication, stop: threading.Event, *, drain_seconds: float = DRAIN_SECONDS
    ) -> None:
        """Serve until `stop`, then answer what was asked before, for at most so long, and take nothing new."""
        self._server.application = application
        while not stop.is_set():
            self._poll()
        self._server.del_channel(self._sockets)
        self._server.socket.close()
        deadline = time.monotonic() + drain_seconds
        while self._is_busy() and time.monotonic() < deadline:
            self._poll()
        self.close()

    def close(self) -> None:
        self._server.task_dispatcher.shutdown(timeout=LOOP_SECONDS)
        wasyncore.close_all(self._sockets)

    def _poll(self) -> None:
        wasyncore.loop(timeout=LOOP_SECONDS, use_poll=True, map=self._sockets, count=1)

    def _is_busy(self) -> bool:
        channels = list(self._server.active_channels.values())
        return any(channel.requests or channel.total_outbufs_len for channel in channels)


def _unready(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    return message(HTTPStatus.SERVICE_UNAVAILABLE).send(start_response)


def _port_failure(port: int, error: OSError) -> StartFailure:
    if error.errno == errno.EADDRINUSE:
        return StartFailure(f"Port {port} is in use: stop what uses it, or choose another one with PORT=8001.")
    if error.errno == errno.EACCES:
        return StartFailure(f"Port {port} is not for ordinary users: choose one above 1023, such as PORT=8000.")
    return StartFailure(f"Port {port} cannot be used ({error.strerror}): choose another one with PORT=8001.")
