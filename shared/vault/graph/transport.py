"""The web socket to the database, whose failures have one type."""

import contextlib
from collections.abc import Iterator

from aiohttp import ClientError
from gremlin_python.driver.aiohttp.transport import AiohttpTransport

# RuntimeError: the driver's transport raises it where the server closed the socket, asyncio where the loop is closed.
_BROKEN = (OSError, TimeoutError, ClientError, RuntimeError)


class ConnectionBroken(Exception):
    """The socket could not be opened, broke, or was silent for too long."""


class Transport(AiohttpTransport):  # type: ignore[misc]  # gremlinpython is untyped
    """The driver's web socket; each of its methods raises ConnectionBroken where the network failed."""

    def connect(self, url: str, headers: dict[str, str] | None = None) -> None:
        """Open the socket."""
        try:
            with _translate_failures():
                super().connect(url, headers)
        except Exception as error:
            # The driver's own for a server that refuses the socket with 403; an error of code has a type of its own.
            if type(error) is not Exception:
                raise
            raise ConnectionBroken from error

    def write(self, message: bytes) -> None:
        """Send one request."""
        with _translate_failures():
            super().write(message)

    def read(self) -> bytes:
        """Receive one part of an answer."""
        with _translate_failures():
            data: bytes | None = super().read()
        if data is None:
            # What the driver makes of a socket that is being closed; its protocol would call that an error 500.
            raise ConnectionBroken
        return data


@contextlib.contextmanager
def _translate_failures() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise ConnectionBroken from error
