"""Values in the examples of endpoints that differ from one system to another, and from one call to the next."""

import enum


class Placeholder(enum.StrEnum):
    """`fill` in vault.openapi.examples replaces each, also within a text, by a value of the system in question."""

    @staticmethod
    def _generate_next_value_(name: str, *_: object) -> str:
        return f"{{{name}}}"

    ACCESS_REQUEST = enum.auto()
    """The RADIUS attributes of a device that may join."""
    ACCESS_TOKEN = enum.auto()
    """Of an administrator of the operator."""
    BATCH_ID = enum.auto()
    """Of a batch of scratch cards of the keypool that has an end."""
    DEVICE_MAC_ADDRESS = enum.auto()
    """Of a device that joined at the venue with a key of the subscriber."""
    DISPLAY_OPTION_ID = enum.auto()
    """Of the operator's built-in display option."""
    EQUIPMENT_ID = enum.auto()
    """EquipmentID of a piece at the venue that nobody needs."""
    KEYPOOL_ID = enum.auto()
    """Of a keypool that is broadcast at the venue."""
    KEY_ID = enum.auto()
    """Of a key of the subscriber."""
    LOCAL_KEYPOOL_ID = enum.auto()
    """Of a local keypool that nobody needs."""
    OFFERED_PLAN_ID = enum.auto()
    """Of a service plan that is offered at the venue."""
    OPERATOR_STAFF_EMAIL = enum.auto()
    """Of somebody with a role in the operator that nobody needs."""
    PASSWORD = enum.auto()
    """Of the subscriber."""
    PENDING_EMAIL = enum.auto()
    """Of somebody who has not accepted the terms yet."""
    PLAN_ID = enum.auto()
    RADIUS_SERVER_IP = enum.auto()
    """Of a RADIUS server of the operator that nobody needs."""
    REFRESH_TOKEN = enum.auto()
    """Of the subscriber."""
    RESET_CODE = enum.auto()
    """The code that was sent to the subscriber."""
    SUBSCRIBER_ACCESS_TOKEN = enum.auto()
    SUBSCRIBER_EMAIL = enum.auto()
    SUBSCRIBER_TOKEN = enum.auto()
    TEMPORARY_PASSWORD = enum.auto()
    """Of the person with PENDING_EMAIL."""
    UNIQUE = enum.auto()
    """Digits that no name has yet."""
    UNIT_ID = enum.auto()
    """Of a unit of the venue."""
    VENUE_ID = enum.auto()
    VENUE_STAFF_EMAIL = enum.auto()
    """Of a leasing agent of the venue whom nobody needs."""
