"""An HTTP server whose every answer is written beforehand, byte by byte where a test wants that."""

import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
SLOWLY = 0.05
"""Seconds between two bytes."""


@dataclass
class ScriptedServer:
    """The answers that are still to be given, and the requests that came."""

    listener: socket.socket
    answers: list[bytes]
    is_slow: bool = False
    requests: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def serve(self) -> None:
        """Answer each connection once, with nothing where no answer is left."""
        with suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                with connection, suppress(OSError):
                    self.answer(connection)

    def answer(self, connection: socket.socket) -> None:
        """Read a request, and send what is written for it."""
        self.requests.append(_read_request(connection))
        content = self.answers.pop(0) if self.answers else b""
        for part in (content[at : at + 1] for at in range(len(content))) if self.is_slow else (content,):
            connection.sendall(part)
            time.sleep(SLOWLY * self.is_slow)


def _read_request(connection: socket.socket) -> bytes:
    """A request with its body: a connection that is closed before it was read may take the answer with it."""
    request = connection.recv(65_536)
    announced = LENGTH.search(request)
    while announced and len(request.partition(b"\r\n\r\n")[2]) < int(announced[1]):
        if not (more := connection.recv(65_536)):
            break
        request += more
    return request


@contextmanager
def scripted_server(*answers: bytes, is_slow: bool = False) -> Iterator[ScriptedServer]:
    """A server that gives these answers in order and closes each connection after its answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = ScriptedServer(listener, list(answers), is_slow)
        threading.Thread(target=server.serve, daemon=True).start()
        yield server
        listener.shutdown(socket.SHUT_RDWR)


def response(body: bytes = b"{}", status: str = "200 OK", headers: Sequence[str] = ()) -> bytes:
    """A complete answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body
