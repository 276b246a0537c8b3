"""A notification: its template, recipient and channel."""

import datetime as dt
from typing import Self

from vault.kernel.locales import Locale, negotiate_locale
from vault.kernel.queue_messages import SendNotification
from vault.kernel.templates import Template
from vault.kernel.time import from_epoch_ms
from vault.kernel.values import value
from vault.operators.model import Operator
from vault.people import codes
from vault.people.model import Profile, Subscriber

EMAIL = "email"
SMS = "sms"
CODE_KINDS = {Template.WELCOME: codes.TEMPORARY_PASSWORD, Template.PASSWORD_RESET: codes.RESET_CODE}
"""The templates that contain a code, and its kind."""


@value
class NotificationRequest:
    """A message of the notification queue; it has ids only, no personal data."""

    id: str
    operator_id: str
    template: Template
    token: str
    channel: str
    venue_id: str
    role: str

    @classmethod
    def from_message(cls, message: SendNotification) -> Self:
        return cls(
            id=message.id,
            operator_id=message.operator,
            template=message.template,
            token=message.person,
            channel=message.channel,
            venue_id=message.venue,
            role=message.role,
        )


@value
class Recipient:
    operator: Operator
    person: Subscriber
    venue_name: str

    @property
    def locale(self) -> Locale:
        return negotiate_locale(self.person.locale or self.operator.locale, None)


def choose_channel(request: NotificationRequest, person: Subscriber, profile: Profile) -> str | None:
    """The requested channel, else the preferred one, else any for which there is an address; else None."""
    preferred = SMS if person.by_sms else EMAIL
    reachable = {EMAIL: profile.email, SMS: profile.phone}
    candidates = (request.channel or preferred, preferred, EMAIL, SMS)
    return next((channel for channel in candidates if reachable.get(channel)), None)


def has_outdated_code(request: NotificationRequest, person: Subscriber) -> bool:
    kind = CODE_KINDS.get(request.template)
    return kind is not None and not codes.is_usable(person.code, kind)


def code_expiry(person: Subscriber) -> dt.datetime | None:
    return from_epoch_ms(person.code.expires_at) if person.code else None
