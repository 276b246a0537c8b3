"""Delivering notifications: once, but again after a crash between sending and recording."""

import contextlib
import logging

from vault.adapters import redis, sms, smtp
from vault.audit.entries import build_log_entry
from vault.audit.events import AuditEvent
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.kernel.errors import Unavailable
from vault.kernel.queue_messages import SendNotification
from vault.notifications import queries
from vault.notifications.facts import collect_facts
from vault.notifications.mail import build_mail
from vault.notifications.model import (
    NotificationRequest,
    Recipient,
    choose_channel,
    has_outdated_code,
)
from vault.notifications.own_templates import EMAIL, SMS, OwnTemplate
from vault.notifications.rendering import render_sms
from vault.operators.model import Operator
from vault.outbox import relay
from vault.outbox.job_context import JobContext
from vault.people import codes
from vault.people import queries as people_queries
from vault.people import service as people
from vault.people.model import Profile, Subscriber

log = logging.getLogger("vault.notifications")
OUTCOME_TTL_SECONDS = 14 * 24 * 3600
SENDING_SECONDS = 30
SENT = {EMAIL: AuditEvent.NOTIFICATION_SENT_BY_EMAIL, SMS: AuditEvent.NOTIFICATION_SENT_BY_SMS}


def deliver(ctx: JobContext, message: SendNotification) -> None:
    """Send a queued notification unless it was sent before, and log the outcome. Raises Unavailable, for redelivery."""
    request = NotificationRequest.from_message(message)
    outcome = _find_outcome(request)
    recipient = _find_recipient(request)
    if recipient is None:
        log.warning("notification for nobody", extra={"notification": request.id})
        return
    if outcome is None:
        outcome = _try_send(request, recipient)
        _store_outcome(request, outcome)
    _record_outcome(ctx, request, recipient, outcome)


def _find_outcome(request: NotificationRequest) -> AuditEvent | None:
    """None if not sent yet, or without Redis (two copies are better than none). Raises Unavailable while sending."""
    try:
        outcome = redis.get_many([_redis_key(request, "outcome")])[0]
        is_free = bool(outcome) or redis.set_if_absent(_redis_key(request, "sending"), SENDING_SECONDS)
    except Unavailable:
        log.warning("without Redis a notification may be sent twice")
        return None
    if not is_free:
        raise Unavailable(service="notification")
    return AuditEvent(outcome) if outcome else None


def _store_outcome(request: NotificationRequest, outcome: AuditEvent) -> None:
    try:
        redis.set_many({_redis_key(request, "outcome"): outcome}, OUTCOME_TTL_SECONDS)
    except Unavailable:
        log.warning("without Redis a notification may be sent twice")


def _allow_retry(request: NotificationRequest) -> None:
    with contextlib.suppress(Unavailable):
        redis.delete(_redis_key(request, "sending"))


def _redis_key(request: NotificationRequest, step: str) -> str:
    return f"notification:{request.id}:{step}"


def _find_recipient(request: NotificationRequest) -> Recipient | None:
    row = execute(queries.recipient(request))[0]
    if not row["operator"] or not row["person"]:
        return None
    return Recipient(
        operator=Operator.from_row(row["operator"][0]),
        person=Subscriber.from_row(row["person"][0]),
        identities=tuple(row["person"][0]["identities"]),
        venue=next(iter(row["venue"]), {}),
        unit=next(iter(row["unit"]), {}),
        templates=tuple(map(OwnTemplate.from_vertex, row["templates"])),
    )


def _try_send(request: NotificationRequest, recipient: Recipient) -> AuditEvent:
    """Send the notification if it can be, and return the outcome. Raises Unavailable."""
    if has_outdated_code(request, recipient.person):
        return AuditEvent.NOTIFICATION_OUTDATED
    try:
        profile = people.get_profile(recipient.operator, request.token)
        identity = people_queries.phone_identity(profile.phone or "", recipient.operator)
        may_use_sms = recipient.may_receive_sms(identity, request.template)
        channel = choose_channel(request, recipient.person, profile, may_use_sms=may_use_sms)
        if channel is None:
            return AuditEvent.NOTIFICATION_UNDELIVERABLE
        if channel == SMS and request.template in codes.CODE_KINDS:
            execute(codes.prove_number_by_code(recipient.person, identity))
        _send(request, recipient, profile, channel)
    except smtp.Undeliverable:
        return AuditEvent.NOTIFICATION_UNDELIVERABLE
    except Unavailable:
        _allow_retry(request)
        raise
    return SENT[channel]


def _send(request: NotificationRequest, recipient: Recipient, profile: Profile, channel: str) -> None:
    """Render the template and send it. Raises Undeliverable, Unavailable."""
    facts = collect_facts(request, recipient, profile)
    if channel == EMAIL:
        smtp.send(build_mail(request, recipient, profile.email or "", facts))
    elif profile.phone:
        own = recipient.find_template(SMS)
        sms.send(profile.phone, render_sms(request.template, recipient.locale, own, facts))


def _record_outcome(ctx: JobContext, request: NotificationRequest, recipient: Recipient, outcome: AuditEvent) -> None:
    """Append a log entry with a fixed id, so that a repetition changes nothing. Raises Unavailable."""
    own = ctx.for_operator(recipient.operator, recipient.locale)
    about = {Prop.VENUE: request.venue_id or None, Prop.SUBSCRIBER: request.token}
    detail = {"template": request.template, "notification": request.id}
    relay.append_log_entries([{**build_log_entry(own, outcome, about, detail), "id": f"log_entry.{request.id}"}])
