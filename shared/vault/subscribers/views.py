"""Subscribers and their subscriptions in responses."""

from typing import Self

from vault.kernel.time import Instant, from_epoch_ms, from_optional_epoch_ms
from vault.kernel.wire import Wire
from vault.subscribers.model import Subscription
from vault.subscribers.service import SubscriberSummary


class SubscriptionView(Wire):
    """A subscription; without a unit, at the whole venue."""

    subscription_id: str
    venue_id: str
    unit_id_internal: str | None
    service_plan_id: str | None
    start: Instant
    end: Instant | None
    external_subscription_id: str

    @classmethod
    def from_subscription(cls, subscription: Subscription) -> Self:
        return cls.from_value(
            subscription,
            subscription_id=subscription.id,
            unit_id_internal=None if subscription.at == subscription.venue_id else subscription.at,
            service_plan_id=subscription.plan_id,
            start=from_epoch_ms(subscription.period.starts_at),
            end=from_optional_epoch_ms(subscription.period.ends_at),
            external_subscription_id=subscription.external_id or "",
        )


class StripeSetupView(Wire):
    """What a page needs to set up a card at Stripe."""

    stripe_customer_id: str | None = None
    stripe_setup_intent_id: str | None = None
    stripe_client_secret: str | None = None
    stripe_publishable_key: str | None = None


class SummaryView(Wire):
    """A resident; of one at other venues nothing but the SubscriberToken."""

    subscriber_token: str
    status: str | None
    temporary_password: str | None
    contactpref_email: bool | None
    contactpref_sms: bool | None
    external_subscriber_id: str | None

    @classmethod
    def from_summary(cls, summary: SubscriberSummary) -> Self:
        return cls.from_value(
            summary,
            subscriber_token=summary.token,
            contactpref_email=summary.by_email,
            contactpref_sms=summary.by_sms,
            external_subscriber_id=summary.external_id,
        )
