"""Sending codes again: the temporary password until the terms are accepted, a reset code afterwards."""

import enum

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.kernel.statuses import SUSPENDED
from vault.kernel.templates import Template
from vault.kernel.wire import Choice
from vault.limits import service as limits
from vault.outbox.messages import queue_notification
from vault.people import codes
from vault.people.model import PersonNotFound, Subscriber
from vault.venues.model import Venue


class _Channel(enum.StrEnum):
    EMAIL = "email"
    SMS = "sms"


NotificationChannel = Choice[_Channel]


def send_code(ctx: CallContext, person: Subscriber, channel: str | None = None) -> Template | None:
    """Send a person the code that they need now, on a channel, or as they prefer; what was sent, if anything was.

    A code that still counts is sent unchanged. A suspended person gets nothing. Raises TooManyRequests.
    """
    limits.count_resend(ctx, person.token)
    if person.status == SUSPENDED:
        audit.record(ctx, AuditEvent.CODE_NOT_SENT, subscriber=person.token, status=person.status)
        return None
    sent = codes.template_for_password(person)
    kind = codes.CODE_KINDS[sent]
    if not codes.is_usable(person.code, kind):
        codes.replace_code(ctx, person, kind)
    requested_channel = _Channel(channel.lower()) if channel else ""
    queue_notification(ctx, sent, person.token, channel=requested_channel)
    audit.record(ctx, AuditEvent.CODE_SENT, subscriber=person.token, template=sent, channel=requested_channel)
    return sent


def send_code_at(ctx: CallContext, venue: Venue, resident: Subscriber, channel: str | None) -> Template | None:
    """As `send_code`, for residents of the venue. Raises PersonNotFound, TooManyRequests."""
    if venue.id not in resident.venue_ids:
        raise PersonNotFound
    return send_code(ctx, resident, channel)
