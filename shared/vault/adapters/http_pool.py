"""The connection pool of the HTTP client: urllib3's, on whose connections every read ends at the call's deadline.

urllib3's read time-out starts anew with each byte, so that a server that sends one now and then could hold a call for
as long as it likes. Imported on the first call, since urllib3 is not needed by every cold start.
"""

import http.client
import io
import socket
import time
from contextvars import ContextVar
from typing import Any

from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

deadline: ContextVar[float] = ContextVar("deadline")
"""When the call that is under way must have ended, as `time.monotonic` tells it."""


class _DeadlineReader(io.RawIOBase):
    """The stream of a socket; a read takes no longer than until the deadline."""

    def __init__(self, stream: Any, sock: socket.socket) -> None:
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
    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        stream: Any = self.fp
        self.fp = io.BufferedReader(_DeadlineReader(stream.detach(), sock))


class _Connection(HTTPConnection):
    response_class = _DeadlineResponse


class _SecureConnection(HTTPSConnection):
    response_class = _DeadlineResponse


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def create_pools(hosts: int, connections: int) -> PoolManager:
    """Pools for so many hosts, each with so many connections that are kept open."""
    pools = PoolManager(num_pools=hosts, maxsize=connections, retries=False)
    pools.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return pools
