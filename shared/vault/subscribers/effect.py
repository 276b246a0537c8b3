"""Whether a subscription gives access, and on which plan: the one answer for gateways, passphrases and notices."""

from typing import Final, Protocol

from vault.kernel.statuses import SUSPENDED
from vault.subscribers.model import Period

CLOSED: Final = "Closed"
"""The status of a person who has closed their account, which no endpoint does yet."""
WITHOUT_ACCESS: Final = frozenset({SUSPENDED, CLOSED})
"""Statuses of a person; terms that are not accepted yet do not matter here."""


class _HasPlan(Protocol):
    """A subscription, or what a room reads of one."""

    @property
    def period(self) -> Period: ...
    @property
    def plan_id(self) -> str | None: ...


def is_in_effect(subscription: _HasPlan, person_status: str, moment: int) -> bool:
    """Whether the subscription gives its person access at a moment (epoch ms)."""
    return subscription.period.contains(moment) and person_status not in WITHOUT_ACCESS


def plan_in_force(subscription: _HasPlan) -> str | None:
    """The id of the plan whose speeds, devices and wireless-only offset count."""
    return subscription.plan_id
