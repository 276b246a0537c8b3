"""Words and sentences of the RouterOS API (help.mikrotik.com, "API", Protocol): a length, then bytes."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

_FORMS = ((0x80, 0x00), (0x4000, 0x80), (0x200000, 0xC0), (0x10000000, 0xE0), (0x100000000, 0xF0))
"""How a length is written in 1 to 5 bytes: the bound below which it is, and the bits that its first byte has set."""
_FIRST_BITS = tuple(bits for _, bits in _FORMS)
_ONE_BYTE = _FORMS[0][0]
_RESERVED = 0xF8
_CHUNK = 65_536


class Malformed(Exception):
    """Bytes that are no sentence, or more of them than an answer may have."""


def encode_sentence(words: Sequence[str]) -> bytes:
    parts = [word.encode() for word in words]
    return b"".join(_encode_length(len(part)) + part for part in parts) + b"\0"


def _encode_length(length: int) -> bytes:
    for more, (bound, bits) in enumerate(_FORMS):
        if length < bound:
            return (length | (bits << 8 * more)).to_bytes(more + 1, "big")
    raise ValueError(length)


class SentenceReader:
    """Sentences from a stream of bytes; `receive(n)` returns at most n bytes, and none at the end.

    A length costs nothing until its bytes have come: they are collected chunk by chunk, within `answer_bytes`.
    """

    def __init__(self, receive: Callable[[int], bytes], answer_bytes: int) -> None:
        self._receive, self._most = receive, answer_bytes
        self._buffer, self._at, self._left = bytearray(), 0, answer_bytes

    def begin_answer(self) -> None:
        """Let the next sentences have `answer_bytes` together."""
        self._left = self._most

    def read_sentence(self) -> list[str]:
        """The words of a sentence. Raises Malformed, EOFError, and what `receive` raises."""
        words = []
        while length := self._read_length():
            words.append(self._take(length).decode("utf-8", "replace"))
        return words

    def _read_length(self) -> int:
        first = self._take(1)[0]
        if first < _ONE_BYTE:
            return first
        if first >= _RESERVED:
            message = f"a word begins with the reserved byte {first:#x}"
            raise Malformed(message)
        more = bisect_right(_FIRST_BITS, first) - 1
        return int.from_bytes(bytes([first - _FIRST_BITS[more]]) + self._take(more), "big")

    def _take(self, count: int) -> bytes:
        if count > self._left:
            message = f"an answer has more than {self._most} bytes"
            raise Malformed(message)
        self._left -= count
        while len(self._buffer) - self._at < count:
            self._fill()
        end = self._at + count
        taken = bytes(self._buffer[self._at : end])
        self._at = end
        return taken

    def _fill(self) -> None:
        del self._buffer[: self._at]
        self._at = 0
        chunk = self._receive(_CHUNK)
        if not chunk:
            raise EOFError
        self._buffer += chunk
