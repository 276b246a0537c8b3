"""Codes sent again: the temporary password until the terms are accepted, a reset code afterwards."""

import enum
from typing import Annotated

from pydantic import Field

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.outgoing import notify
from vault.callers.model import Caller
from vault.graph.steps import __, with_properties
from vault.kernel.templates import Template
from vault.kernel.tokens import reset_code, temporary_password
from vault.limits import service as limits
from vault.operators.service import keyring
from vault.people import codes
from vault.people.model import SUSPENDED, PersonNotFound, Subscriber
from vault.venues.model import Venue

MADE = {codes.TEMPORARY_PASSWORD: temporary_password, codes.RESET_CODE: reset_code}


class Channel(enum.StrEnum):
    """How a person is reached."""

    EMAIL = "email"
    SMS = "sms"


NotificationChannel = Annotated[Channel, Field(strict=False)]


def send_code(caller: Caller, person: Subscriber, channel: str | None = None) -> Template | None:
    """Send a person the code that they need now, on a channel, or as they prefer; what was sent, if anything was.

    A code that still counts is sent unchanged. A suspended person gets nothing. Raises TooManyRequests.
    """
    limits.resend(caller, person.token)
    if person.status == SUSPENDED:
        audit.record(caller, AuditEvent.CODE_NOT_SENT, subscriber=person.token, status=person.status)
        return None
    sent = Template.WELCOME if person.awaits_terms else Template.PASSWORD_RESET
    kind = codes.TEMPORARY_PASSWORD if person.awaits_terms else codes.RESET_CODE
    if not codes.alive(person.code, kind):
        fresh = codes.sealed(keyring(caller.operator), person.token, kind, MADE[kind]())
        caller.tx.guard(codes.unchanged(person.token, person.code))
        caller.tx.change(with_properties(__.V(person.id), **fresh))
    wanted = Channel(channel.lower()) if channel else ""
    notify(caller, sent, person.token, channel=wanted)
    audit.record(caller, AuditEvent.CODE_SENT, subscriber=person.token, template=sent, channel=wanted)
    return sent


def send_code_at(caller: Caller, venue: Venue, resident: Subscriber, channel: str | None) -> Template | None:
    """The same for who has a subscription or a key at the venue. Raises PersonNotFound, TooManyRequests."""
    if venue.id not in resident.venue_ids:
        raise PersonNotFound
    return send_code(caller, resident, channel)
