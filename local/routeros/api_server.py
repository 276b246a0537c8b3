"""The API of a router: sentences of words over a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.routeros.faults import ConnectionCut, ReplyLost
from local.routeros.traps import Trap

if TYPE_CHECKING:
    import socket

    from local.routeros.router import Router

EMPTY_SINCE = (7, 18)
NOT_LOGGED_IN = "not logged in"


def serve(router: Router, connection: socket.socket) -> None:
    """Answer until the client closes."""
    _Conversation(router, connection).run()


class _Conversation:
    def __init__(self, router: Router, connection: socket.socket) -> None:
        self._router, self._connection = router, connection
        self._challenge, self._is_in = "", False
        self._buffer = b""

    def run(self) -> None:
        """Read sentences; raise EOFError or OSError when the connection ends."""
        while True:
            command, *words = self._read_sentence()
            attributes = dict(_split(word) for word in words)
            tag = attributes.pop(".tag", "")
            try:
                answer = self._answer(command, attributes)
            except ReplyLost:
                continue
            except ConnectionCut:
                return
            if not self._send([[*sentence, *([f".tag={tag}"] if tag else [])] for sentence in answer]):
                return

    def _answer(self, command: str, attributes: dict[str, str]) -> list[list[str]]:
        try:
            if command == "/login":
                return self._log_in(attributes)
            if not self._is_in:
                return [["!fatal", NOT_LOGGED_IN]]
            path, _, verb = command.rpartition("/")
            rows = self._router.run(path, verb, attributes)
        except Trap as trap:
            category = [] if trap.category is None else [f"=category={trap.category}"]
            return [["!trap", *category, f"=message={trap.message}"], ["!done"]]
        if verb == "add":
            return [["!done", *_words(rows[0])]]
        has_empty = verb in {"print", "getall"} and not rows and self._router.device.version >= EMPTY_SINCE
        return [*(["!re", *_words(row)] for row in rows), *([["!empty"]] if has_empty else []), ["!done"]]

    def _log_in(self, attributes: dict[str, str]) -> list[list[str]]:
        name = attributes.get("name", "")
        if response := attributes.get("response"):
            self._router.answer_challenge(name, self._challenge, response)
        elif "password" not in attributes or not self._router.log_in_plain(name, attributes["password"]):
            self._challenge = self._router.start_login()
            return [["!done", f"=ret={self._challenge}"]]
        self._is_in = True
        return [["!done"]]

    def _send(self, answer: list[list[str]]) -> bool:
        """Whether the connection stays open."""
        content = b"".join(_encode(sentence) for sentence in answer)
        has_to_close = answer[0][0] == "!fatal"
        if self._is_in:
            content, is_cut = self._router.faults.alter(content)
            has_to_close = has_to_close or is_cut
        self._connection.sendall(content)
        return not has_to_close

    def _read_sentence(self) -> list[str]:
        words: list[str] = []
        while True:
            length = self._read_length()
            if length:
                words.append(self._take(length).decode())
            elif words:
                return words

    def _read_length(self) -> int:
        first = self._take(1)[0]
        for more, mask in enumerate((0x80, 0x40, 0x20, 0x10, 0x08)):
            if not first & mask:
                return int.from_bytes(bytes([first & (mask - 1)]) + self._take(more), "big")
        raise EOFError

    def _take(self, count: int) -> bytes:
        while len(self._buffer) < count:
            chunk = self._connection.recv(65_536)
            if not chunk:
                raise EOFError
            self._buffer += chunk
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken


def _split(word: str) -> tuple[str, str]:
    """`=name=text` and `?name=text` (whose name keeps the mark); `.tag=n`."""
    mark = word[:1]
    name, _, text = word.removeprefix("=").partition("=")
    return (f"?{name.removeprefix('?')}" if mark == "?" else name), text


def _words(row: dict[str, str]) -> list[str]:
    return [f"={name}={text}" for name, text in row.items()]


def _encode(sentence: list[str]) -> bytes:
    return b"".join(_length(len(word.encode())) + word.encode() for word in sentence) + b"\0"


def _length(count: int) -> bytes:
    if count < 0x80:  # noqa: PLR2004 (the bounds and bits of the protocol)
        return bytes([count])
    if count < 0x4000:  # noqa: PLR2004
        return (count | 0x8000).to_bytes(2, "big")
    return (count | 0xC00000).to_bytes(3, "big")
