"""Settings of venues, units and operators: what a declaration says, and what a request changes."""

import enum
import json
from collections.abc import Callable, Mapping
from typing import Protocol

from vault.callers.model import CallContext
from vault.graph.schema import Prop, Row
from vault.kernel.fields import REMOVE
from vault.kernel.json_types import JsonObject
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, LocalizedText, text
from vault.kernel.permissions import Permission
from vault.kernel.values import value

MASK = "****"


class Console(enum.Enum):
    """Where a setting is shown; on the venue console fewer are than on the operator's."""

    OPERATOR = enum.auto()
    VENUE = enum.auto()


BOTH_CONSOLES = frozenset(Console)
OPERATOR_CONSOLE = frozenset({Console.OPERATOR})
NO_CONSOLE: frozenset[Console] = frozenset()


class Rule(Protocol):
    """What settings need beside their properties: it adds to the write, and runs once for all that change."""

    def __call__(self, ctx: CallContext, changes: "Changes") -> LocalizedText | None:
        """Return a sentence for the answer's message, or None."""


class Check(Protocol):
    """What is looked at of each value that is requested, also of one that is stored already."""

    def __call__(self, assignment: "Assignment") -> LocalizedText | None:
        """Return a sentence for the answer's message, or None; raise the error that refuses the value."""


@value
class MaskedSecret:
    """Marks a setting as a secret: sealed in the graph, its value in no message and no log entry.

    Answers show its first characters; the whole of it only where `is_shown_whole`, to those who may read secrets.
    """

    characters_shown: int = 3
    is_shown_whole: bool = False

    def show(self, secret: str, *, may_read: bool) -> str:
        return secret if may_read and self.is_shown_whole else secret[: self.characters_shown] + MASK


@value
class Setting:
    """Declares the setting of a request's field: `Annotated[Line40 | None, Setting(Prop.CITY)]`."""

    prop: str | None = None
    """The property that stores it; None for an order, which its rule, or the operation, carries out each time."""
    message: Message | None = Message.FIELD_SET
    """The sentence on it, with `field` and `value`; None for no sentence."""
    label: str = ""
    """Its name in messages and in the log; else the prefix of its group and its name on the wire."""
    needs: Permission | None = None
    """What its caller needs beside the permission of the endpoint; else what its group needs."""
    secret: MaskedSecret | None = None
    is_personal: bool = False
    """Whether it is about a person: sealed in the graph, its value in no log entry."""
    is_inherited: bool = False
    """Whether a venue without a value has the operator's."""
    is_json: bool = False
    """Whether it is a list or an object, which the graph stores as JSON."""
    default: object = None
    """What is shown where nothing is stored."""
    check: Check | None = None
    rule: Rule | None = None
    is_fulfilled: Callable[["Configured", object], bool] | None = None
    """For an order: whether the thing is already as it says, so that it changes nothing."""
    takes_empty: bool = False
    """For an order: whether an empty text gives it; elsewhere an empty text changes nothing."""
    shown_on: frozenset[Console] = BOTH_CONSOLES

    @property
    def is_sealed(self) -> bool:
        return bool(self.secret) or self.is_personal


@value
class Assignment:
    """A setting and the value that a request gives it."""

    setting: Setting
    wire_name: str
    """The field on the wire, after the names of the objects that it is in."""
    label: str
    needs: Permission | None
    value: object

    @property
    def is_removal(self) -> bool:
        return self.value == REMOVE

    def sentence(self) -> LocalizedText | None:
        """What the answer says of it, whether or not it changes anything; of a secret without its value.

        Of an order for a list, one sentence for each item.
        """
        if self.setting.message is None:
            return None
        if self.is_removal:
            return text(Message.FIELD_REMOVED, field=self.label)
        if self.setting.secret:
            return text(Message.FIELD_REPLACED, field=self.label)
        if self.setting.prop is None and isinstance(self.value, list):
            items = (text(self.setting.message, field=self.label, value=item) for item in self.value)
            return JoinedTexts(tuple(items))
        return text(self.setting.message, field=self.label, value=_in_words(self.value))


class Configured(Protocol):
    """A thing with settings: a venue, a unit, an operator."""

    @property
    def id(self) -> str:
        """The id of its vertex."""

    @property
    def vertex(self) -> Row:
        """All properties of its vertex."""

    @property
    def venue_ids(self) -> frozenset[str]:
        """The venues at which a role gives access to it."""


@value
class Change:
    """An assignment that differs from what is stored; `before` is None where nothing was."""

    assignment: Assignment
    before: object

    @property
    def setting(self) -> Setting:
        return self.assignment.setting

    @property
    def after(self) -> object:
        return None if self.assignment.is_removal else self.assignment.value


@value
class Changes:
    """The changes of one request to one thing, by property; orders are under their labels."""

    thing: Configured
    by_name: Mapping[str, Change]

    def __bool__(self) -> bool:
        return bool(self.by_name)

    def __contains__(self, prop: str) -> bool:
        return prop in self.by_name

    def value_after(self, prop: str) -> object:
        """A property as it will be; of one that is sealed only where it changes."""
        change = self.by_name.get(prop)
        return change.after if change else self.thing.vertex.get(prop)

    def value_before(self, prop: str) -> object:
        """A property as it is; not for one that is sealed."""
        return self.thing.vertex.get(prop)

    def version(self) -> object:
        """The version of the settings that were read; None before the first change."""
        return self.thing.vertex.get(Prop.SETTINGS_VERSION)

    def audit_details(self) -> JsonObject:
        """What the log says: every field by its label, and before and after of what is neither secret nor personal."""
        public = [each for each in self.by_name.values() if not each.setting.is_sealed and each.setting.prop]
        return {
            "fields": [each.assignment.label for each in self.by_name.values()],
            "before": {each.assignment.label: each.before for each in public if each.before is not None},
            "after": {each.assignment.label: each.after for each in public if each.after is not None},
        }


def _in_words(requested: object) -> object:
    if isinstance(requested, bool):
        return json.dumps(requested)
    return ", ".join(map(str, requested)) if isinstance(requested, list) else requested
