"""Audit events, webhook events and templates: each in one enum, used, and refused with a field that it lacks."""

import json

import pytest

from tests.architecture.source import ROOT, files, members_of, string_literals
from tests.instrumentation.declared_fields import UndeclaredFieldError, check_entry, check_message
from vault.audit.events import AuditEvent, AuditKind
from vault.audit.model import HIDDEN_KINDS
from vault.graph.schema import Prop
from vault.kernel.event_enum import EventEnum
from vault.kernel.locales import Locale
from vault.kernel.queues import Queue
from vault.kernel.templates import Template
from vault.kernel.webhook_events import WebhookEvent

ENUMS = [AuditEvent, Template, WebhookEvent]
TEMPLATES = ROOT / "shared/vault/notifications/templates"
PARTS = {"html", "sms", "subject", "txt"}
ENTRY = {Prop.EVENT: "Unit added", Prop.UNIT: "u", Prop.VENUE: "v", Prop.DETAIL: json.dumps({"vlan": 2})}
MESSAGE = {"queue": Queue.NOTIFICATIONS, "id": "1", "operator": "o", "template": "welcome", "person": "p", "venue": "v"}


@pytest.mark.parametrize("events", ENUMS)
def test_events_stand_in_the_order_of_their_names(events: type[EventEnum]) -> None:
    names = [event.name for event in events]

    assert names == sorted(names)


@pytest.mark.parametrize("events", ENUMS)
def test_every_event_is_used(events: type[EventEnum]) -> None:
    used = {name for file in files("functions", "shared") for name in members_of(events.__name__, file)}

    assert used == set(events.__members__)


def test_what_is_hidden_from_venue_staff_are_kinds_that_entries_may_have() -> None:
    assert {*HIDDEN_KINDS} == {AuditKind("equipment"), AuditKind("radius"), AuditKind("siem")}
    assert {AuditEvent.DEVICE_JOINED.kind, AuditEvent.UNIT_ADDED.kind} == {AuditKind.RADIUS, AuditKind.GENERAL}
    assert "access_point" in AuditEvent.DEVICE_JOINED.fields
    assert not {*AuditKind} & AuditEvent.DEVICE_JOINED.fields


@pytest.mark.parametrize("events", ENUMS)
def test_no_event_is_spelt_outside_its_enum(events: type[EventEnum]) -> None:
    response = [each for each in events if " " in each or each in WebhookEvent]

    spelt = [
        (file, text) for file in files("functions", "shared") for _, text in string_literals(file) if text in response
    ]

    assert {file for file, _ in spelt} <= {"shared/vault/audit/events.py", "shared/vault/kernel/webhook_events.py"}


@pytest.mark.parametrize("locale", Locale)
def test_every_template_has_its_parts_and_there_are_no_others(locale: Locale) -> None:
    found = {file.name for file in (TEMPLATES / locale).iterdir()}

    assert found == {f"{template}.{part}" for template in Template for part in PARTS}


def test_what_is_declared_passes() -> None:
    check_entry(ENTRY)
    check_message(MESSAGE)
    check_message({"queue": Queue.WEBHOOKS, "id": "1", "event": "VenueUnitAdded", "venue": "v", "unit": "u"})


@pytest.mark.parametrize(
    "change", [{Prop.EVENT: "Unit found"}, {Prop.SUBSCRIBER: "s"}, {Prop.DETAIL: json.dumps({"colour": "red"})}]
)
def test_an_entry_that_says_more_than_its_event_declares_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(UndeclaredFieldError):
        check_entry({**ENTRY, **change})


@pytest.mark.parametrize("change", [{"template": "farewell"}, {"colour": "red"}])
def test_a_notification_that_says_more_than_its_template_declares_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(UndeclaredFieldError):
        check_message({**MESSAGE, **change})
