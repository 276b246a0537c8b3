"""HTTP to one device, over a connection whose certificate is pinned; its failures are those of a gateway's session."""

import socket
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus

from vault.adapters import http
from vault.adapters.device_connection import Deadline, access_hint, connect
from vault.adapters.gateway_session import GatewayFailed, GatewayFailure, GatewayLogin
from vault.adapters.http import HttpRequest, HttpResponse
from vault.adapters.systems import Limits, Service
from vault.kernel.errors import Unavailable

DENIED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


class DeviceHttp:
    """Without cookies and redirects, one connection at a time. Of one thread.

    Of `limits`, `read_seconds` is the longest time of one answer, and `total_seconds` that of the session.
    """

    def __init__(self, login: GatewayLogin, limits: Limits, deadline: Deadline | None = None) -> None:
        from vault.adapters import http_pool

        self._login, self._limits = login, limits
        self._system = replace(Service.GATEWAYS.value, limits=replace(limits, tries=1, has_breaker=False))
        self._deadline = deadline or Deadline.after(limits.total_seconds)
        host = f"[{login.address}]" if ":" in login.address else login.address
        # With TLS too: it is the connection's, below HTTP.
        self._base = f"http://{host}:{login.port}"
        self._pool = http_pool.create_pool(self._open_socket)
        self.fingerprint = login.fingerprint

    def send(
        self, operation: str, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> HttpResponse:
        """The answer, whatever its status. Raises GatewayFailed."""
        url = f"{self._base}{path}"
        request = HttpRequest(method, url, headers, body, operation, returns_errors=True, pools=self._pool)
        try:
            return http.send(self._system, request, self._deadline.remaining(self._limits.read_seconds))
        except Unavailable as error:
            raise _failure_of(error.__cause__) from None

    def extend(self, seconds: float) -> None:
        """Give the session this time from now on, for what has to be done at its end."""
        self._deadline = Deadline.after(seconds)

    def close(self) -> None:
        self._pool.clear()

    def _open_socket(self, seconds: float) -> socket.socket:
        connection = connect(replace(self._login, fingerprint=self.fingerprint), seconds, is_tls=self._login.is_tls)
        self.fingerprint = connection.fingerprint
        return connection.socket


def _failure_of(cause: BaseException | None) -> GatewayFailed:
    from urllib3 import exceptions

    if isinstance(cause, exceptions.TimeoutError):
        return GatewayFailed(GatewayFailure.TIMEOUT, f"No complete answer in time.{access_hint()}")
    if cause is None:
        return GatewayFailed(GatewayFailure.PROTOCOL, "An answer that was cut off, or is longer than an answer may be.")
    return GatewayFailed(GatewayFailure.CONNECTION, "The device closed the connection before it had answered.")
