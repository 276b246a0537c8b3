"""Codes sent again: the temporary password until the terms are accepted, a reset code afterwards."""

import enum
from typing import Annotated

from pydantic import Field

from vault.audit import entries as audit
from vault.audit.outgoing import notify
from vault.callers.model import Caller
from vault.graph.steps import __, with_properties
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


class Sent(enum.StrEnum):
    """What a person was sent: the template's name."""

    WELCOME = "welcome"
    RESET = "password_reset"
    NOTHING = "nothing"


def send_code(caller: Caller, person: Subscriber, channel: str | None = None) -> Sent:
    """Send a person the code that they need now, on a channel, or as they prefer; what was sent.

    A code that still counts is sent unchanged. A suspended person gets nothing. Raises TooManyRequests.
    """
    limits.resend(caller, person.token)
    if person.status == SUSPENDED:
        audit.record(caller, "Code not sent", subscriber=person.token, status=person.status)
        return Sent.NOTHING
    sent = Sent.WELCOME if person.awaits_terms else Sent.RESET
    kind = codes.TEMPORARY_PASSWORD if person.awaits_terms else codes.RESET_CODE
    if not codes.alive(person.code, kind):
        fresh = codes.sealed(keyring(caller.operator), person.token, kind, MADE[kind]())
        caller.tx.guard(codes.unchanged(person.token, person.code))
        caller.tx.change(with_properties(__.V(person.id), **fresh))
    wanted = Channel(channel.lower()) if channel else ""
    notify(caller, sent, person.token, channel=wanted)
    audit.record(caller, "Code sent", subscriber=person.token, template=sent, channel=wanted)
    return sent


def send_code_at(caller: Caller, venue: Venue, resident: Subscriber, channel: str | None) -> Sent:
    """The same for who has a subscription or a key at the venue. Raises PersonNotFound, TooManyRequests."""
    if venue.id not in resident.venue_ids:
        raise PersonNotFound
    return send_code(caller, resident, channel)
