"""The base of enums whose members say which fields come with them."""

import enum
from typing import Self


class EventEnum(enum.StrEnum):
    """A text that others read, followed in its declaration by the names of the fields that may come with it."""

    fields: frozenset[str]

    def __new__(cls, text: str, *fields: str) -> Self:
        """The text, which is also the value."""
        member = str.__new__(cls, text)
        member._value_ = text
        member.fields = frozenset(fields)
        return member
