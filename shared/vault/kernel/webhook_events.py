"""The events that an operator's webhook is sent."""

import enum

from vault.kernel.event_enum import EventEnum


class WebhookEvent(EventEnum):
    """What happened, with the ids that the event carries beside its operator's."""

    LOGIN_PASSWORD_CREATED = "LoginPasswordCreated", "subscriber"
    VENUE_UNIT_ADDED = "VenueUnitAdded", "unit", "venue"
    VENUE_UNIT_UPDATED = "VenueUnitUpdated", "unit", "venue"


class WebhookType(enum.StrEnum):
    """The types that a webhook may ask for; not every one is sent yet."""

    INTEGRATION_TROUBLE = "IntegrationTrouble"
    KEY_END = "KeyEnd"
    KEY_START = "KeyStart"
    LOGIN_PASSWORD_CREATED = "LoginPasswordCreated"  # noqa: S105  a name
    STRIPE_CHARGE_REFUNDED = "StripeChargeRefunded"
    STRIPE_PAYMENT_FAILED = "StripePaymentFailed"
    STRIPE_PAYMENT_METHOD_UPDATED = "StripePaymentMethodUpdated"
    STRIPE_PAYMENT_SUCCESS = "StripePaymentSuccess"
    SUBSCRIPTION_END_DATE_ADJUSTMENT = "SubscriptionEndDateAdjustment"
    SUBSCRIPTION_NEXT_INVOICE_ADJUSTMENT = "SubscriptionNextInvoiceAdjustment"
    SUBSCRIPTION_PLAN_UPDATED = "SubscriptionPlanUpdated"
    SUBSCRIPTION_PRICE_UPDATED = "SubscriptionPriceUpdated"
    SUBSCRIPTION_SETUP_SUCCESS = "SubscriptionSetupSuccess"
    SUBSCRIPTION_START_DATE_ADJUSTMENT = "SubscriptionStartDateAdjustment"
    SUBSCRIPTION_VENUE_UNIT_UPDATED = "SubscriptionVenueUnitUpdated"
    VENUE_UNIT_ADDED = "VenueUnitAdded"
    VENUE_UNIT_UPDATED = "VenueUnitUpdated"
    WEBHOOK_TEST = "WebhookTest"
