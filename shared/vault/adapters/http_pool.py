"""urllib3's connection pool, with a deadline for each read: its time-outs start anew with each byte."""

import functools
import http.client
import io
import socket
import time
from collections.abc import Callable, Collection
from contextvars import ContextVar
from typing import Any

from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, LocationParseError, NameResolutionError
from urllib3.util.connection import allowed_gai_family

from vault.adapters import outgoing
from vault.kernel.outgoing_addresses import AddressProfile

SocketOpener = Callable[[float], socket.socket]
deadline: ContextVar[float] = ContextVar("deadline")
"""When the current call must have ended, by `time.monotonic`."""
profile: ContextVar[AddressProfile | None] = ContextVar("profile", default=None)
"""Of the current call, where somebody typed its address."""


class _DeadlineReader(io.RawIOBase):
    def __init__(self, stream: io.RawIOBase, sock: socket.socket) -> None:
        super().__init__()
        self._stream = stream
        self._socket = sock
        self._timeout = sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = deadline.get() - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left if self._timeout is None else min(left, self._timeout))
        count: int | None = self._stream.readinto(buffer)
        return count

    def close(self) -> None:
        self._stream.close()
        super().close()


class _DeadlineResponse(http.client.HTTPResponse):
    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self.fp = io.BufferedReader(_DeadlineReader(self.fp.detach(), sock))


class _Connection(HTTPConnection):
    """Tries the addresses of its host until the deadline: urllib3's time-out is that of each of them."""

    response_class = _DeadlineResponse

    def _new_conn(self) -> socket.socket:
        host, timeout = self._dns_host, self.timeout
        failure: ConnectTimeoutError = ConnectTimeoutError(self, "No time is left.")
        try:
            for address in self._addresses():
                left = deadline.get() - time.monotonic()
                if left <= 0:
                    break
                self.host, self.timeout = address, left if timeout is None else min(left, timeout)
                try:
                    return super()._new_conn()
                except ConnectTimeoutError as error:
                    failure = error
            raise failure
        finally:
            self.host, self.timeout = host, timeout

    def _addresses(self) -> Collection[str]:
        if typed := profile.get():
            return outgoing.resolve(typed, self._dns_host.strip("[]"))
        try:
            found = socket.getaddrinfo(self._dns_host.strip("[]"), self.port, allowed_gai_family(), socket.SOCK_STREAM)
        except UnicodeError:
            raise LocationParseError(self._dns_host) from None
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        return [str(address) for *_, (address, *_) in found]


class _SecureConnection(_Connection, HTTPSConnection):
    pass


class _SocketConnection(HTTPConnection):
    """Over a socket that its owner opens within a number of seconds, with TLS or without."""

    response_class = _DeadlineResponse

    def __init__(self, *arguments: Any, open_socket: SocketOpener, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._open_socket = open_socket

    def _new_conn(self) -> socket.socket:
        left = deadline.get() - time.monotonic()
        return self._open_socket(left if self.timeout is None else min(left, self.timeout))


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def create_pools(hosts: int, connections: int) -> PoolManager:
    """Pools for at most `hosts` hosts, with `connections` open connections each."""
    pools = PoolManager(num_pools=hosts, maxsize=connections, retries=False)
    pools.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return pools


def create_pool(open_socket: SocketOpener) -> PoolManager:
    """One connection at a time, over sockets that the caller opens, for URLs with http."""
    pools = PoolManager(num_pools=1, maxsize=1, retries=False)
    create: Any = functools.partial(_create_socket_pool, open_socket)
    pools.pool_classes_by_scheme = {"http": create}
    return pools


def _create_socket_pool(open_socket: SocketOpener, *arguments: Any, **options: Any) -> HTTPConnectionPool:
    pool = HTTPConnectionPool(*arguments, **options)
    pool.ConnectionCls = functools.partial(_SocketConnection, open_socket=open_socket)  # type: ignore[assignment]
    return pool
