"""Notifications delivered: each order once, but for a crash between sending and noting it, which sends it again."""

import contextlib
import logging
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from vault.adapters import redis, sms, smtp
from vault.audit import carrier
from vault.audit.entries import entry
from vault.audit.events import AuditEvent
from vault.audit.job_context import JobContext
from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.kernel.errors import Unavailable
from vault.kernel.queue_messages import SendNotification
from vault.kernel.time import now
from vault.notifications import queries
from vault.notifications.model import CODE_OF, EMAIL, SMS, Addressee, Order, expiry, outdated, route
from vault.notifications.rendering import render
from vault.operators.model import Operator
from vault.operators.service import keyring
from vault.people import codes
from vault.people import service as people
from vault.people.model import Profile, Subscriber

log = logging.getLogger("vault.notifications")
REMEMBERED_SECONDS = 14 * 24 * 3600
BEING_SENT = 30
SENT = {EMAIL: AuditEvent.NOTIFICATION_SENT_BY_EMAIL, SMS: AuditEvent.NOTIFICATION_SENT_BY_SMS}


def deliver(ctx: JobContext, message: SendNotification) -> None:
    """Send what a message of the queue orders, and note it in the audit log. Raises Unavailable, to come again.

    What nobody can be sent any more, because the person is gone or the code was used, is noted and done with.
    """
    order = Order.from_message(message)
    outcome = earlier(order)
    addressee = found(order)
    if addressee is None:
        log.warning("notification for nobody", extra={"notification": order.id})
        return
    if outcome is None:
        outcome = sent(order, addressee)
        remember(order, outcome)
    noted(ctx, order, addressee, outcome)


def earlier(order: Order) -> AuditEvent | None:
    """What became of this order before; None where it is still to be sent. Raises Unavailable while it is being sent.

    Without Redis it is sent: a second copy is better than none.
    """
    try:
        outcome = redis.get_many([place(order, "outcome")])[0]
        is_free = bool(outcome) or redis.set_if_absent(place(order, "sending"), BEING_SENT)
    except Unavailable:
        log.warning("without Redis a notification may be sent twice")
        return None
    if not is_free:
        raise Unavailable(service="notification")
    return AuditEvent(outcome) if outcome else None


def remember(order: Order, outcome: AuditEvent) -> None:
    """Keep what became of the order."""
    try:
        redis.set_many({place(order, "outcome"): outcome}, REMEMBERED_SECONDS)
    except Unavailable:
        log.warning("without Redis a notification may be sent twice")


def again(order: Order) -> None:
    """Let the next delivery send the order."""
    with contextlib.suppress(Unavailable):
        redis.delete(place(order, "sending"))


def place(order: Order, step: str) -> str:
    """Where a step of an order is kept."""
    return f"notification:{order.id}:{step}"


def found(order: Order) -> Addressee | None:
    """Whom the order is for, asked in one request. Raises Unavailable."""
    row = answer(queries.addressee(order))[0]
    if not row["operator"] or not row["person"]:
        return None
    venue = str(row["venue"][0]) if row["venue"] else ""
    return Addressee(Operator.of(row["operator"][0]), Subscriber.of(row["person"][0]), venue)


def sent(order: Order, addressee: Addressee) -> AuditEvent:
    """What became of the order, which was sent where it can be. Raises Unavailable, and then it may be tried again."""
    if outdated(order, addressee.person):
        return AuditEvent.NOTIFICATION_OUTDATED
    try:
        profile = people.one(addressee.operator, order.token)
        channel = route(order, addressee.person, profile)
        if channel is None:
            return AuditEvent.NOTIFICATION_UNDELIVERABLE
        send(order, addressee, profile, channel)
    except smtp.Undeliverable:
        return AuditEvent.NOTIFICATION_UNDELIVERABLE
    except Unavailable:
        again(order)
        raise
    return SENT[channel]


def send(order: Order, addressee: Addressee, profile: Profile, channel: str) -> None:
    """Fill in the template and send it. Raises Undeliverable, Unavailable."""
    facts = facts_of(order, addressee, profile)
    if channel == EMAIL:
        smtp.send(mail(order, addressee, profile, facts))
    elif profile.phone:
        sms.send(profile.phone, render(order.template, addressee.locale, "sms", facts))


def facts_of(order: Order, addressee: Addressee, profile: Profile) -> dict[str, Any]:
    """What templates may say."""
    person, operator = addressee.person, addressee.operator
    tells = order.template in CODE_OF and person.code
    return {
        "given_name": profile.given_name,
        "operator": operator.name,
        "console": operator.console_origin,
        "email": profile.email,
        "venue": addressee.venue_name,
        "role": order.role,
        "code": codes.text_of(keyring(operator), order.token, person.code) if tells and person.code else "",
        "expires": expiry(person) if tells else None,
    }


def mail(order: Order, addressee: Addressee, profile: Profile, facts: Mapping[str, Any]) -> EmailMessage:
    """The mail, as text and as HTML; its Message-ID is the order's, so that a second copy shows as the same."""
    host = urlsplit(addressee.operator.console_origin).hostname or "vault.invalid"
    message = EmailMessage()
    message["Subject"] = " ".join(render(order.template, addressee.locale, "subject", facts).split())
    message["From"] = Address(addressee.operator.name, "no-reply", host)
    message["To"] = profile.email
    message["Date"] = now()
    message["Message-ID"] = f"<{order.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render(order.template, addressee.locale, "txt", facts))
    message.add_alternative(render(order.template, addressee.locale, "html", facts), subtype="html")
    message["Content-Language"] = addressee.locale
    return message


def noted(ctx: JobContext, order: Order, addressee: Addressee, outcome: AuditEvent) -> None:
    """Leave an entry in the audit log, the same however often. Raises Unavailable."""
    own = ctx.for_operator(addressee.operator, addressee.locale)
    about = {Prop.VENUE: order.venue_id or None, Prop.SUBSCRIBER: order.token}
    detail = {"template": order.template, "notification": order.id}
    carrier.append([{**entry(own, outcome, about, detail), "id": f"log_entry.{order.id}"}])
