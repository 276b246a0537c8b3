"""A router with its services on free ports of this machine."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from local.routeros import api_server, rest_server
from local.routeros.certificate import anonymous_context, server_context
from local.routeros.router import Router

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from types import TracebackType

HOST = "127.0.0.1"
SERVICES = ("api", "api-ssl", "www", "www-ssl")


@dataclass
class RouterOs(Router):
    """A router that listens for the length of a `with`."""

    certificate: str | None = field(default="", repr=False)
    """Key and certificate as PEM; empty: one of this process; None: its services have none."""
    ports: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SERVICES, 0))

    def __post_init__(self) -> None:
        """Configure it; nothing listens yet."""
        super().__post_init__()
        self._listeners: list[socket.socket] = []
        self._connections: set[socket.socket] = set()

    def __enter__(self) -> Self:
        """Listen."""
        tls = anonymous_context() if self.certificate is None else server_context(self.certificate)
        self._serve("api", api_server.serve, None)
        self._serve("api-ssl", api_server.serve, tls)
        self._serve("www", rest_server.serve, None)
        self._serve("www-ssl", rest_server.serve, tls)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close everything."""
        self.faults.release()
        for each in [*self._listeners, *self._connections]:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _serve(self, service: str, serve: Callable[[Router, socket.socket], None], tls: ssl.SSLContext | None) -> None:
        listener = socket.create_server((HOST, self.ports[service]), reuse_port=False)
        self.ports[service] = listener.getsockname()[1]
        self._listeners.append(listener)
        threading.Thread(target=self._accept, args=(listener, serve, tls), daemon=True).start()

    def _accept(
        self, listener: socket.socket, serve: Callable[[Router, socket.socket], None], tls: ssl.SSLContext | None
    ) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self._answer, args=(connection, serve, tls), daemon=True).start()

    def _answer(
        self, connection: socket.socket, serve: Callable[[Router, socket.socket], None], tls: ssl.SSLContext | None
    ) -> None:
        with suppress(OSError, EOFError), connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            encrypted = tls.wrap_socket(connection, server_side=True) if tls else connection
            self._connections.add(encrypted)
            try:
                with encrypted:
                    serve(self, encrypted)
            finally:
                self._connections.discard(encrypted)
