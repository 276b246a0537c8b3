"""Refuses every traversal that Amazon Neptune would refuse, in every test that runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gremlin_python.driver.client import Client
from gremlin_python.process.traversal import Bytecode


class NotForNeptuneError(AssertionError):
    """A traversal that Neptune does not take."""


@contextmanager
def watched() -> Iterator[None]:
    """Check every traversal before it is sent."""
    submit = Client.submit_async

    def checked(self: Client, message: Any, *rest: Any, **named: Any) -> Any:
        if isinstance(message, Bytecode):
            check(message)
        return submit(self, message, *rest, **named)

    Client.submit_async = checked
    try:
        yield
    finally:
        Client.submit_async = submit


def check(bytecode: Bytecode) -> None:
    """Raise NotForNeptuneError for the first thing that Neptune refuses."""
