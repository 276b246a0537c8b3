"""What goes wrong on request, and what each server of the router does about it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


RAW = "answer_instead"
"""A switch that tests in this process alone set."""


class ConnectionCut(Exception):
    """The connection is closed instead of an answer."""


class ReplyLost(Exception):
    """Nothing is answered, and the connection stays open."""


@dataclass
class Faults:
    """Switches; numbers of commands count from when they are set, 1 being the next one after the login."""

    delay_seconds: float = 0.0
    """Before each command."""
    hangs: bool = False
    """Whether commands are taken and neither carried out nor answered."""
    refuses_login: bool = False
    close_before: int = 0
    """The command at which the connection is closed without carrying it out."""
    close_after: int = 0
    """The same after carrying it out."""
    lose_reply: int = 0
    """The command that is carried out and never answered."""
    cut_answer_bytes: int = -1
    """How many bytes of each answer are sent before the connection is closed; negative: all."""
    answer_instead: bytes = b""
    """What is sent in place of each answer of a command."""

    def __post_init__(self) -> None:
        """Count from here."""
        self._count = 0
        self._released = threading.Event()

    def release(self) -> None:
        """Let what waits go on."""
        self._released.set()

    def begin_command(self) -> None:
        """Raise ConnectionCut or ReplyLost."""
        self._count += 1
        if self.delay_seconds:
            self._released.wait(self.delay_seconds)
        if self.hangs:
            raise ReplyLost
        if self._count == self.close_before:
            raise ConnectionCut

    def end_command(self) -> None:
        """Raise ConnectionCut or ReplyLost."""
        if self._count == self.close_after:
            raise ConnectionCut
        if self._count == self.lose_reply:
            raise ReplyLost

    def alter(self, answer: bytes) -> tuple[bytes, bool]:
        """The bytes to send, and whether the connection is closed afterwards."""
        answer = self.answer_instead or answer
        if self.cut_answer_bytes < 0:
            return answer, False
        return answer[: self.cut_answer_bytes], True

    def to_json(self) -> dict[str, object]:
        """The switches by name."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != RAW}

    @classmethod
    def from_json(cls, content: Mapping[str, object]) -> Faults:
        """Raise ValueError for an unknown switch or a value of another kind."""
        kinds = {each.name: type(each.default) for each in fields(cls)}
        for name, switch in content.items():
            if name not in kinds or name == RAW or type(switch) not in {kinds[name], int}:
                raise ValueError(name)
        return cls(**content)  # type: ignore[arg-type]  # checked above
