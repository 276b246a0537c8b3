"""A notification: its template, recipient and channel."""

import datetime as dt
from dataclasses import field
from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.locales import Locale, negotiate_locale
from vault.kernel.queue_messages import SendNotification
from vault.kernel.templates import Template
from vault.kernel.time import from_epoch_ms
from vault.kernel.values import value
from vault.notifications.own_templates import EMAIL, SMS, OwnTemplate
from vault.operators.model import Operator
from vault.people import codes
from vault.people.model import Profile, Subscriber


@value
class NotificationRequest:
    """A message of the notification queue; it has ids only, no personal data."""

    id: str
    operator_id: str
    template: Template
    token: str
    channel: str
    venue_id: str
    unit_id: str
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
            unit_id=message.unit,
            role=message.role,
        )


@value
class Recipient:
    operator: Operator
    person: Subscriber
    identities: tuple[Row, ...]
    """The person's addresses and numbers, by blind index."""
    venue: Row = field(default_factory=dict)
    """The vertex of the venue that it is about, if it is about one; so is the unit's."""
    unit: Row = field(default_factory=dict)
    templates: tuple[OwnTemplate, ...] = ()
    """The operator's own templates for it, in every locale and for every channel."""

    @property
    def locale(self) -> Locale:
        return negotiate_locale(self.person.locale or self.operator.locale, None)

    def find_template(self, channel: str) -> OwnTemplate | None:
        """The operator's own template in the person's locale; one in another locale does not stand for it."""
        own = (each for each in self.templates if (each.channel, each.locale) == (channel, self.locale))
        return next(own, None)

    def may_receive_sms(self, identity: str, template: Template) -> bool:
        """Whether the person still has the number.

        While a number that was set from within the account is unproven, only the code that proves it goes there.
        """
        found = [each for each in self.identities if each[T.id] == identity]
        doubted = [each for each in found if Prop.CLAIMED_AT in each and Prop.SET_BY_HOLDER in each]
        return bool(found) and (not doubted or template is Template.PHONE_CODE or template not in codes.CODE_KINDS)


def choose_channel(
    request: NotificationRequest, person: Subscriber, profile: Profile, *, may_use_sms: bool
) -> str | None:
    """The requested channel, else the preferred one, else any for which there is an address; else None."""
    preferred = SMS if person.by_sms else EMAIL
    reachable = {EMAIL: profile.email, SMS: profile.phone if may_use_sms else ""}
    candidates = (
        (SMS,) if request.template is Template.PHONE_CODE else (request.channel or preferred, preferred, EMAIL, SMS)
    )
    return next((channel for channel in candidates if reachable.get(channel)), None)


def has_outdated_code(request: NotificationRequest, person: Subscriber) -> bool:
    kind = codes.CODE_KINDS.get(request.template)
    return kind is not None and not codes.is_usable(person.code, kind)


def code_expiry(person: Subscriber) -> dt.datetime | None:
    return from_epoch_ms(person.code.expires_at) if person.code else None
