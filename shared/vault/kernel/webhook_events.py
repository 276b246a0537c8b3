"""The events that an operator's webhook is sent."""

from vault.kernel.event_enum import EventEnum


class WebhookEvent(EventEnum):
    """What happened, with the ids that the event carries beside its operator's."""

    LOGIN_PASSWORD_CREATED = "LoginPasswordCreated", "subscriber"
    VENUE_UNIT_ADDED = "VenueUnitAdded", "unit", "venue"
    VENUE_UNIT_UPDATED = "VenueUnitUpdated", "unit", "venue"
