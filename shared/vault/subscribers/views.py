"""Subscriptions in responses."""

from typing import Self

from vault.kernel.time import Instant, from_epoch_ms
from vault.kernel.wire import Wire
from vault.subscribers.model import Subscription


class SubscriptionView(Wire):
    """A subscription; without a unit, at the whole venue."""

    subscription_id: str
    venue_id: str
    unit_id_internal: str | None
    service_plan_id: str | None
    start: Instant
    end: Instant | None
    external_subscription_id: str | None

    @classmethod
    def from_subscription(cls, subscription: Subscription) -> Self:
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
