"""The queues; one that starts a job has the job's name."""

import enum


class Queue(enum.StrEnum):
    CONFIGURE_GATEWAY = "configure_gateway"
    DELETE_KEYPOOL = "delete_keypool"
    DELETE_UNITS = "delete_units"
    DISCONNECT_KEYPOOL = "disconnect_keypool"
    ISSUE_KEYS = "issue_keys"
    LOG_ENTRIES = "log_entries"
    MAKE_SCRATCH_CARDS = "make_scratch_cards"
    NOTIFICATIONS = "notifications"
    WEBHOOKS = "webhooks"
