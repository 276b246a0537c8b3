"""The templates of notifications."""

from vault.kernel.event_enum import EventEnum


class Template(EventEnum):
    """What a person is sent, with the facts that an order may name; its texts are in notifications/templates."""

    PASSWORD_CHANGED = ("password_changed",)
    PASSWORD_RESET = ("password_reset",)
    PHONE_CODE = ("phone_code",)
    STAFF_ACCESS = "staff_access", "role", "venue"
    STAFF_ACCESS_REMOVED = "staff_access_removed", "role", "venue"
    WELCOME = "welcome", "role", "unit", "venue"
