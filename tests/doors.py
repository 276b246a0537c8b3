"""The endpoints that set a password, a key or an address, and what each has to do besides."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from vault.audit.events import AuditEvent


class Effect(enum.StrEnum):
    """What an endpoint may set for a person."""

    PASSWORD = "password"
    KEY = "key"
    ADDRESS = "address"


class Ended(enum.StrEnum):
    """The sessions of the person that end with it."""

    ALL = "all"
    OTHERS = "all but the caller's own"
    NONE = "none"


@dataclass(frozen=True)
class Door:
    """The log entry of an effect, the limits of who may try it, and the field in which a text is chosen."""

    event: AuditEvent
    limits: tuple[str, ...] = ()
    ended: Ended = Ended.NONE
    chosen_in: str = ""


CODE_LIMITS = ("CODES_PER_SOURCE", "CODES_PER_NAME", "PASSPHRASES_PER_PERSON")
# Nobody has a session before the terms are accepted.
ACCEPTED = Door(AuditEvent.TERMS_ACCEPTED, CODE_LIMITS, chosen_in="NewPassword")
CONFIRMED = Door(AuditEvent.PASSWORD_CHANGED, CODE_LIMITS, Ended.ALL, chosen_in="NewPassword")
KEY_RESET = Door(AuditEvent.KEY_RESET, ("PASSPHRASES_PER_PERSON",), Ended.OTHERS, chosen_in="NewKey")
MOVED_IN = Door(AuditEvent.SUBSCRIPTION_ADDED, ("PASSPHRASES_PER_PERSON",), chosen_in="NewKey")
# An administrator's own call, for a person who is new or who sets it for themself.
ADDED = Door(AuditEvent.SUBSCRIPTION_ADDED)
APPOINTED = Door(AuditEvent.STAFF_ACCESS_ENABLED)
UPDATED = Door(AuditEvent.PROFILE_UPDATED)

REPLACES_PASSWORDS = frozenset(
    {
        "/networkoperatorconsole/staff/enableStaffAccess",
        "/networkoperatorconsole/venues/enableStaffAccess",
        "/venuemgmtconsole/staff/enableStaffAccess",
    }
)
"""Where a password that somebody has seen gives way to a mailed code: tests/functions/accounts/test_shown_codes.py."""

DOORS: Mapping[Effect, Mapping[str, Door]] = {
    Effect.PASSWORD: {
        "/subscriberconsole/acceptTandC": ACCEPTED,
        "/subscriberconsole/confirmResetConsolePassword": CONFIRMED,
        "/subscriberconsole/resetKey": KEY_RESET,
    },
    Effect.KEY: {
        "/subscriberconsole/acceptTandC": ACCEPTED,
        "/subscriberconsole/confirmResetConsolePassword": CONFIRMED,
        "/subscriberconsole/resetKey": KEY_RESET,
        "/networkoperatorconsole/subscribers/addKey": MOVED_IN,
        "/venuemgmtconsole/subscribers/addSubscriber": MOVED_IN,
    },
    Effect.ADDRESS: {
        "/networkoperatorconsole/staff/enableStaffAccess": APPOINTED,
        "/networkoperatorconsole/subscribers/addKey": ADDED,
        "/networkoperatorconsole/venues/enableStaffAccess": APPOINTED,
        "/subscriberconsole/updatePII": UPDATED,
        "/venuemgmtconsole/staff/enableStaffAccess": APPOINTED,
        "/venuemgmtconsole/subscribers/addSubscriber": ADDED,
    },
}
