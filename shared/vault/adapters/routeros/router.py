"""What the API and REST of RouterOS have in common: commands on the rows of tables."""

from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from vault.kernel.values import value

Row = dict[str, str]
"""A row as the router prints it; its id (such as `*1F`) is `.id`."""
ID = ".id"


@value
class CommandReply:
    rows: list[Row] = field(default_factory=list)
    ret: str = ""
    """What the command returned: of `add` the id of the new row."""


class CommandRefused(Exception):
    """The router refuses a command; `may_be_done` is whether it may have carried it out nevertheless."""

    def __init__(self, command: str, words: str, *, may_be_done: bool) -> None:
        self.command, self.words, self.may_be_done = command, words, may_be_done
        super().__init__(words)


class Router(Protocol):
    transport: str
    fingerprint: str

    def run(self, table: str, command: str, attributes: Mapping[str, str]) -> CommandReply:
        """Run `print`, `add`, `set`, `remove` or `move` on a table such as `/ip/pool`.

        Raises CommandRefused, GatewayFailed.
        """

    def close(self) -> None:
        """Raise nothing."""
