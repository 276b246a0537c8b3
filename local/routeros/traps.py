"""What a router refuses, in its words."""

from __future__ import annotations

BAD_LOGIN = "invalid user name or password (6)"
BAD_LOGIN_BEFORE_6_43 = "cannot log in"
NO_SUCH_COMMAND = "no such command"
NO_SUCH_ITEM = "no such item"
NO_SUCH_PREFIX = "no such command prefix"


class Trap(Exception):
    """A command that is refused."""

    def __init__(self, message: str, category: int | None = None) -> None:
        """The category is the API's: 0 a missing item or command, 1 a value, 4 a general failure."""
        self.message, self.category = message, category
        super().__init__(message)


def no_match(name: str) -> Trap:
    """A value that a property does not take."""
    return Trap(f"input does not match any value of {name}", 1)


def invalid(name: str) -> Trap:
    """A value of another form."""
    return Trap(f"invalid value for argument {name}", 1)


def out_of_range(name: str, least: int, most: int) -> Trap:
    """A number beyond its bounds."""
    return Trap(f"value of {name} out of range ({least}..{most})", 1)


def unknown(name: str) -> Trap:
    """A property that the table does not have."""
    return Trap(f"unknown parameter {name}", 0)


def missing(name: str) -> Trap:
    """A property that `add` needs."""
    return Trap(f"missing ={name}=", 0)
