"""Ending subscriptions before their time: running ones end now, booked ones go, and their keys stop at once."""

import enum
from collections.abc import Iterable

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import WriteContext
from vault.gateway_marks.service import mark_gateway_vlans
from vault.kernel.values import value
from vault.keys import queries as keys
from vault.subscribers import queries
from vault.subscribers.model import Period


class EndReason(enum.StrEnum):
    """Why a subscription ended early, as it is stored; one without a reason expired."""

    ADMINISTRATIVE = "ADMINISTRATIVE"


@value
class SubscriptionToEnd:
    """A subscription that runs or is booked; without a unit, at the whole venue."""

    id: str
    venue_id: str
    unit_id: str | None
    period: Period


@value
class SubscriptionHolder:
    """A person with subscriptions to end; `version` is for optimistic locking of their keys."""

    id: str
    token: str
    version: int
    subscriptions: tuple[SubscriptionToEnd, ...]


def end_subscriptions(
    ctx: WriteContext, holder: SubscriptionHolder, moment: int, reason: EndReason, *, urgent: bool = False
) -> None:
    """End a person's subscriptions before `moment` (epoch ms), and let the gateways look at their units.

    What is added to their keys meanwhile starts the write again: a key would else hold beyond the end.
    """
    ctx.tx.guard(keys.person_at_keys_version(holder.id, holder.version))
    ctx.tx.change(keys.set_keys_version(holder.id, holder.version + 1))
    for each in holder.subscriptions:
        ctx.tx.guard(queries.still_ends_at(each.id, each.period.ends_at))
        _end(ctx, holder, each, moment, reason)
    mark_gateway_vlans(ctx, units=_units_of(holder.subscriptions), urgent=urgent)


def _end(
    ctx: WriteContext, holder: SubscriptionHolder, subscription: SubscriptionToEnd, moment: int, reason: EndReason
) -> None:
    is_booked = subscription.period.starts_at >= moment
    if is_booked:
        ctx.tx.change(*queries.cancel(holder.id, subscription.id))
    else:
        ctx.tx.change(*queries.end(holder.id, subscription.id, moment - 1, reason))
    audit.record(
        ctx,
        AuditEvent.SUBSCRIPTION_CANCELLED if is_booked else AuditEvent.SUBSCRIPTION_ENDED,
        venue_id=subscription.venue_id,
        unit_id=subscription.unit_id,
        subscriber=holder.token,
        subscription=subscription.id,
        reason=reason,
    )


def _units_of(subscriptions: Iterable[SubscriptionToEnd]) -> list[str]:
    return sorted({each.unit_id for each in subscriptions if each.unit_id})
