"""Refuses every log entry and message with an event, a template or a field that its enum does not declare."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from vault.audit.events import AuditEvent
from vault.graph.schema import Prop
from vault.graph.transaction import Transaction
from vault.kernel.event_enum import EventEnum
from vault.kernel.queues import Queue
from vault.kernel.templates import Template
from vault.kernel.webhook_events import WebhookEvent
from vault.outbox import relay

THINGS = {Prop.VENUE: "venue_id", Prop.UNIT: "unit_id", Prop.SUBSCRIBER: "subscriber"}
ENVELOPE = {"queue", "id", "operator", "event", "template", "person", "channel"}


class UndeclaredFieldError(AssertionError):
    """An entry or a message that says more than its declaration."""


@contextmanager
def watched() -> Iterator[None]:
    """Check every entry and message that a write is given, and every entry that goes to the log."""
    append = relay.append_log_entries

    def checked_append(entries: Any) -> None:
        listed = [*entries]
        for entry in listed:
            check_entry(entry)
        append(listed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "log", checked(Transaction.log, check_entry))
        patch.setattr(Transaction, "send", checked(Transaction.send, check_message))
        patch.setattr(relay, "append_log_entries", checked_append)
        yield


def checked(method: Any, check: Callable[[Mapping[str, Any]], None]) -> Any:
    """A method of a transaction that checks what it is given first."""

    def checking(self: Transaction, given: Mapping[str, Any]) -> None:
        check(given)
        method(self, given)

    return checking


def check_entry(entry: Mapping[str, Any]) -> None:
    """Raise UndeclaredFieldError for an entry whose event does not declare a thing or detail that it names."""
    things = {name for prop, name in THINGS.items() if entry.get(prop)}
    check_fields(AuditEvent, entry[Prop.EVENT], things | set(json.loads(entry.get(Prop.DETAIL) or "{}")))


def check_message(message: Mapping[str, Any]) -> None:
    """Raise UndeclaredFieldError for a notification or a webhook's event with a field that is not declared."""
    fields = {name for name, value in message.items() if value} - ENVELOPE
    if message["queue"] == Queue.NOTIFICATIONS:
        check_fields(Template, message["template"], fields)
    elif message["queue"] == Queue.WEBHOOKS:
        check_fields(WebhookEvent, message["event"], fields)


def check_fields(events: type[EventEnum], text: str, fields: set[str]) -> None:
    """Raise UndeclaredFieldError for a text that is no member of the enum, or a field that the member lacks."""
    if text not in set(events):
        message = f"{text!r} is no {events.__name__}"
        raise UndeclaredFieldError(message)
    if undeclared := fields - events(text).fields:
        message = f"{events(text)!r} does not declare {sorted(undeclared)}"
        raise UndeclaredFieldError(message)
