"""Subscribers and their subscriptions as answers show them."""

from typing import Self

from vault.kernel.time import Instant, from_epoch_ms
from vault.kernel.wire import Wire
from vault.people import views as people
from vault.people.fields import PersonText
from vault.readmodels.subscriber_overview import SubscriberOverview
from vault.subscribers.model import Subscription


class SubscriptionView(Wire):
    """A subscription at a unit, or at a venue as a whole."""

    subscription_id: str
    venue_id: str
    unit_id_internal: str | None
    service_plan_id: str | None
    start: Instant
    end: Instant | None
    external_subscription_id: str | None

    @classmethod
    def from_subscription(cls, subscription: Subscription) -> Self:
        """A subscription as it is kept."""
        ends_at = subscription.period.ends_at
        return cls(
            subscription_id=subscription.id,
            venue_id=subscription.venue_id,
            unit_id_internal=None if subscription.at == subscription.venue_id else subscription.at,
            service_plan_id=subscription.plan_id,
            start=from_epoch_ms(subscription.period.starts_at),
            end=None if ends_at is None else from_epoch_ms(ends_at),
            external_subscription_id=subscription.external_id,
        )


class SubscriberInfo(Wire):
    """Who a person is, for staff."""

    subscriber_token: str
    email_address: PersonText
    given_name: PersonText
    family_name: PersonText
    phone_number_e164: PersonText
    locale: str
    contactpref_sms: bool
    contactpref_email: bool
    status: str
    external_subscriber_id: str | None

    @classmethod
    def from_overview(cls, overview: SubscriberOverview) -> Self:
        """What an overview shows of the person."""
        person = overview.subscriber
        known = {**people.profile_fields(overview.profile), **people.preference_fields(person)}
        return cls(**known, status=person.status, external_subscriber_id=person.external_id)


class KeyInventory(Wire):
    """How many keys there are, and devices with them."""

    key_count: int
    key_count_active: int
    device_count_online: int
    device_count_offline: int

    @classmethod
    def from_overview(cls, overview: SubscriberOverview) -> Self:
        """The keys of an overview, counted."""
        online, offline = overview.device_counts()
        return cls(
            key_count=len(overview.keys),
            key_count_active=overview.active_count,
            device_count_online=online,
            device_count_offline=offline,
        )
