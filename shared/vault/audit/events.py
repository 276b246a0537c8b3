"""The events of the audit log, and their kinds."""

import enum
from typing import Self

from vault.kernel.event_enum import EventEnum


class AuditKind(enum.StrEnum):
    """Whom an entry is for: venue staff and residents see neither equipment nor RADIUS nor SIEM."""

    EQUIPMENT = "equipment"
    GENERAL = "general"
    MONEY = "money"
    RADIUS = "radius"
    SIEM = "siem"


_DELETION_FIELDS = (
    "deletion", "effective", "equipment", "notes", "ordered_by", "preserves_configuration", "reason", "replacement",
    "venue_id",
)  # fmt: skip
_GATEWAY_VLAN_FIELDS = ("equipment", "equipment_key", "unit_id", "venue_id", "vlan")
_JOIN_FIELDS = ("access_point", "device", "key", "radius_server", "subscriber", "unit_id", "venue_id")
_REMOVAL_FIELDS = ("effective", "notes", "reason", "revocation", "roles", "subscriber", "venue_id")


class AuditEvent(EventEnum):
    """What happened, as the log's readers see it, its kind, and the things and details that its entries may name."""

    kind: AuditKind

    def __new__(cls, text: str, *fields: str) -> Self:
        """The text, which is also the value; an AuditKind among the fields is the kind, which else is GENERAL."""
        member = str.__new__(cls, text)
        member._value_ = text
        kinds = [field for field in fields if isinstance(field, AuditKind)]
        member.kind = kinds[0] if kinds else AuditKind.GENERAL
        member.fields = frozenset(field for field in fields if not isinstance(field, AuditKind))
        return member

    @property
    def is_equipment_error(self) -> bool:
        """Whether its entries are in the error log of the venue's equipment."""
        return self in EQUIPMENT_ERRORS

    ACCOUNT_CLAIMED = "Account claimed", "subscriber"
    CODE_NOT_SENT = "Code not sent", "status", "subscriber"
    CODE_REFUSED = "Code refused", "subscriber"
    CODE_SENT = "Code sent", "channel", "subscriber", "template"
    CREDENTIALS_REPLACED = "Credentials replaced", "subscriber"
    DEVICE_JOINED = "Device joined", AuditKind.RADIUS, *_JOIN_FIELDS
    DEVICE_NAMED = "Device named", "device", "subscriber", "venue_id"
    DEVICE_REFUSED = "Device refused", AuditKind.RADIUS, "cause", "pause_seconds", "ssid", *_JOIN_FIELDS
    DISPLAY_OPTION_SAVED = "Display option saved", "name", "option"
    DPSK_GENERATED = "DPSK generated", "days", "ssid", "venue_id"
    EMAIL_ADDRESS_LOOKED_UP = "Email address looked up", "subscriber"
    EMAIL_TEMPLATES_READ = ("Email templates read",)
    EQUIPMENT_ACCESS_NOT_UPDATED = (
        "Equipment access list not updated",
        AuditKind.EQUIPMENT,
        "equipment",
        "failure",
        "response",
        "venue_id",
    )
    EQUIPMENT_ACCESS_UPDATED = (
        "Equipment access list updated",
        AuditKind.EQUIPMENT,
        "addresses",
        "equipment",
        "venue_id",
    )
    EQUIPMENT_ADDED = "Equipment added", AuditKind.EQUIPMENT, "equipment", "venue_id"
    EQUIPMENT_CONFIGURED = (
        "Equipment configured",
        AuditKind.EQUIPMENT,
        "after",
        "before",
        "equipment",
        "secrets",
        "starts_anew",
        "venue_id",
    )
    EQUIPMENT_DELETED = "Equipment deleted", AuditKind.EQUIPMENT, *_DELETION_FIELDS
    EQUIPMENT_DELETION_SCHEDULED = "Equipment deletion scheduled", AuditKind.EQUIPMENT, *_DELETION_FIELDS
    EQUIPMENT_ERROR_LOG_READ = "Equipment error log read", AuditKind.EQUIPMENT, "venue_id"
    EQUIPMENT_LOG_READ = "Equipment log read", AuditKind.EQUIPMENT, "equipment", "venue_id"
    FT_PSK_PACKET_GENERATED = "FT-PSK packet generated", "nas_identifier", "ssid"
    GATEWAY_CLEANED_UP = "Gateway cleaned up", AuditKind.EQUIPMENT, "equipment", "equipment_key", "venue_id", "vlans"
    GATEWAY_CLEANUP_GIVEN_UP = (
        "Gateway cleanup given up",
        AuditKind.EQUIPMENT,
        "equipment",
        "equipment_key",
        "failure",
        "response",
        "venue_id",
    )
    GATEWAY_FAILED = (
        "Gateway failed",
        AuditKind.EQUIPMENT,
        "equipment",
        "equipment_key",
        "failure",
        "failures",
        "next_try",
        "response",
        "venue_id",
    )
    GATEWAY_PART_UNSUPPORTED = "Gateway part unsupported", AuditKind.EQUIPMENT, "part", *_GATEWAY_VLAN_FIELDS
    GATEWAY_VLAN_DISABLED = "Gateway VLAN disabled", AuditKind.EQUIPMENT, "is_removal", *_GATEWAY_VLAN_FIELDS
    GATEWAY_VLAN_ENABLED = (
        "Gateway VLAN enabled",
        AuditKind.EQUIPMENT,
        "download",
        "network",
        "upload",
        *_GATEWAY_VLAN_FIELDS,
    )
    GATEWAY_VLAN_LIMITED = (
        "Gateway VLAN limited",
        AuditKind.EQUIPMENT,
        "download",
        "network",
        "upload",
        *_GATEWAY_VLAN_FIELDS,
    )
    GATEWAY_VLAN_REFUSED = (
        "Gateway VLAN refused",
        AuditKind.EQUIPMENT,
        "command",
        "equipment",
        "equipment_key",
        "failures",
        "next_try",
        "part",
        "response",
        "unit_id",
        "venue_id",
        "vlan",
    )
    KEYPOOL_ADDED = "Keypool added", "keypool", "scope", "ssid", "venue_id"
    KEYPOOL_CONNECTED = "Keypool connected", "keypool", "ssid", "unit_id", "venue_id"
    KEYPOOL_DELETED = "Keypool deleted", "keypool", "keys", "ssid"
    KEYPOOL_DELETION_FINISHED = "Keypool deletion finished", "keypool"
    KEYPOOL_DISCONNECTED = "Keypool disconnected", "keypool", "ssid", "venue_id"
    KEYPOOL_IS_BEING_DELETED = "Keypool is being deleted", "keypool"
    KEYPOOL_UPDATED = "Keypool updated", "display_order", "keypool"
    KEYS_CHANGED = "Keys changed", "keys", "subscriber"
    KEYS_EXTENDED = "Keys extended", "keypool", "subscriber", "unit_id", "venue_id"
    KEYS_ISSUED = "Keys issued", "keypool", "keys", "subscriber", "unit_id", "venue_id"
    KEYS_PREPARED = "Keys prepared", "keys", "subscriber"
    KEYS_READ = "Keys read", "subscriber", "venue_id"
    KEYS_REMOVED = "Keys removed", "keypool", "keys", "subscriber"
    KEY_ENDED = "Key ended", "key", "keypool", "subscriber", "unit_id", "venue_id"
    KEY_NAMED = "Key named", "key", "subscriber", "venue_id"
    KEY_RESET = "Key reset", "key", "subscriber"
    KEY_RESET_TRIED = "Key reset tried", "key", "subscriber"
    LOGIN = "Login", "by", "subscriber"
    LOGIN_FAILED = "Login failed", "failures", "subscriber"
    LOGOUT = "Logout", "at", "subscriber"
    NOTIFICATION_OUTDATED = "Notification outdated", "notification", "subscriber", "template", "venue_id"
    NOTIFICATION_SENT_BY_EMAIL = "Notification sent by email", "notification", "subscriber", "template", "venue_id"
    NOTIFICATION_SENT_BY_SMS = "Notification sent by sms", "notification", "subscriber", "template", "venue_id"
    NOTIFICATION_UNDELIVERABLE = "Notification undeliverable", "notification", "subscriber", "template", "venue_id"
    OPERATOR_ADDED = "Operator added", "name"
    OPERATOR_CONFIGURED = "Operator configured", "after", "before", "fields"
    OPERATOR_DETAILS_READ = ("Operator details read",)
    OPERATOR_LOG_READ = ("Operator log read",)
    PASSWORD_CHANGED = "Password changed", "subscriber"
    PHONE_NUMBER_CLAIMED = "Phone number claimed", "subscriber"
    PHONE_NUMBER_LOST = "Phone number lost", "subscriber"
    PHONE_NUMBER_PROVEN = "Phone number proven", "subscriber"
    PROFILE_UPDATED = "Profile updated", "fields", "subscriber"
    RADIUS_SERVER_ADDED = "RADIUS server added", AuditKind.EQUIPMENT, "addresses", "server"
    RADIUS_SERVER_CHANGED = "RADIUS server changed", AuditKind.EQUIPMENT, "addresses", "server"
    RADIUS_SERVER_REMOVED = "RADIUS server removed", AuditKind.EQUIPMENT, "addresses", "server"
    SCRATCH_CARDS_EXTENDED = "Scratch cards extended", "batch", "hours", "keypool", "venue_id"
    SCRATCH_CARDS_INVALIDATED = "Scratch cards invalidated", "batch", "keypool", "venue_id"
    SCRATCH_CARDS_MADE = "Scratch cards made", "batch", "cards", "keypool"
    SCRATCH_CARDS_ORDERED = "Scratch cards ordered", "batch", "cards", "keypool", "venue_id"
    SCRATCH_CARDS_READ = "Scratch cards read", "batch", "keypool", "venue_id"
    SCRATCH_CARD_INVALIDATED = "Scratch card invalidated", "batch", "card", "keypool", "venue_id"
    SERVICE_PLAN_ADDED = (
        "Service plan added",
        "billing_cycle_hours",
        "concurrent_devices",
        "download_kbps",
        "service_plan",
        "upload_kbps",
    )
    SERVICE_PLAN_DISABLED = "Service plan disabled", "service_plan", "venue_id"
    SERVICE_PLAN_ENABLED = "Service plan enabled", "service_plan", "venue_id"
    SERVICE_PLAN_MIGRATION_FINISHED = "Service plan migration finished", "service_plan", "subscriptions", "target"
    SERVICE_PLAN_MIGRATION_STARTED = "Service plan migration started", "service_plan", "target"
    SERVICE_PLAN_UPDATED = "Service plan updated", "removed", "service_plan", "settings"
    SMS_TEMPLATES_READ = ("SMS templates read",)
    STAFF_ACCESS_DISABLED = "Staff access disabled", "scheduled_by", *_REMOVAL_FIELDS
    STAFF_ACCESS_ENABLED = "Staff access enabled", "role", "subscriber", "venue_id"
    STAFF_ACCESS_REMOVAL_SCHEDULED = "Staff access removal scheduled", *_REMOVAL_FIELDS
    SUBSCRIBER_ADDED = "Subscriber added", "subscriber", "unit_id", "venue_id"
    SUBSCRIBER_LOG_READ = "Subscriber log read", "subscriber", "venue_id"
    SUBSCRIBER_READ = "Subscriber read", "subscriber", "unit_id", "venue_id"
    SUBSCRIPTIONS_MIGRATED = "Subscriptions migrated", "service_plan", "subscriptions", "target"
    SUBSCRIPTION_ADDED = "Subscription added", "service_plan", "subscriber", "unit_id", "venue_id"
    SUBSCRIPTION_CANCELLED = "Subscription cancelled", "reason", "subscriber", "subscription", "unit_id", "venue_id"
    SUBSCRIPTION_ENDED = "Subscription ended", "reason", "subscriber", "subscription", "unit_id", "venue_id"
    TEMPORARY_PASSWORD_RENEWED = "Temporary password renewed", "subscriber"
    TERMS_ACCEPTED = "Terms accepted", "subscriber"
    TERMS_CONFIGURED = "Terms configured", "characters", "terms_locale"
    TIE_CONFIRMED = "Tie confirmed", "by", "subscriber", "venue_id"
    UNIT_ADDED = "Unit added", "purpose", "unit_id", "venue_id", "vlan"
    UNIT_CONFIGURED = "Unit configured", "after", "before", "fields", "unit_id", "venue_id"
    UNIT_DELETED = "Unit deleted", "subscriptions", "unit_id", "venue_id", "vlan"
    UNIT_IS_BEING_DELETED = "Unit is being deleted", "subscriptions", "unit_id", "venue_id"
    UNIT_LOG_READ = "Unit log read", "unit_id", "venue_id"
    UNIT_UPDATED = "Unit updated", "unit_id", "venue_id", "vlan"
    VENUE_ADDED = "Venue added", "name", "venue_id"
    VENUE_CONFIGURED = "Venue configured", "after", "before", "fields", "venue_id"
    VENUE_DETAILS_READ = "Venue details read", "venue_id"
    VENUE_LOG_READ = "Venue log read", "venue_id"
    WPA2_PSK_PACKET_GENERATED = "WPA2-PSK packet generated", "nas_identifier", "ssid"


EQUIPMENT_ERRORS: frozenset[AuditEvent] = frozenset(
    {
        AuditEvent.EQUIPMENT_ACCESS_NOT_UPDATED,
        AuditEvent.GATEWAY_CLEANUP_GIVEN_UP,
        AuditEvent.GATEWAY_FAILED,
        AuditEvent.GATEWAY_PART_UNSUPPORTED,
        AuditEvent.GATEWAY_VLAN_REFUSED,
    }
)
