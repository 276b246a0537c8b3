"""Subscriptions that are over, and whose VLAN a gateway still has on."""

import enum
from collections.abc import Iterator, Mapping, Sequence

from vault.gateways import pending_queries as queries
from vault.gateways.desired import VlanSubscription
from vault.gateways.differences import Action
from vault.gateways.pending import PendingVlan, read_pending
from vault.graph.connection import execute
from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value


class TerminationReason(enum.StrEnum):
    """Why a subscription is not in effect on a VLAN any more; POLICY_VIOLATION is reserved."""

    ADMINISTRATIVE = "ADMINISTRATIVE"
    EXPIRED = "EXPIRED"
    PAYMENT_FAILURE = "PAYMENT_FAILURE"
    POLICY_VIOLATION = "POLICY_VIOLATION"
    SERVICE_CHANGE = "SERVICE_CHANGE"


class DisablePriority(enum.StrEnum):
    """How urgent it is that a VLAN goes off: URGENT while a deletion waits for it."""

    HIGH = "HIGH"
    LOW = "LOW"
    NORMAL = "NORMAL"
    URGENT = "URGENT"


HIGH_REASONS = frozenset({TerminationReason.PAYMENT_FAILURE, TerminationReason.POLICY_VIOLATION})


@value
class PendingDisable:
    """A subscription at one gateway; moments are epoch ms."""

    subscription_id: str
    unit_id: str | None
    purpose: str | None
    reason: TerminationReason
    ended_at: int | None
    vlan: int
    pending: PendingVlan

    @property
    def queued_at(self) -> int:
        """When the gateway's jobs learned of it; before that, now."""
        return (self.pending.state.queued_at if self.pending.state else 0) or self.pending.vlan.due_at or 0

    @property
    def position(self) -> str:
        """By which the list is in the order in which it was queued."""
        return f"{self.queued_at:016d} {self.subscription_id} {self.pending.gateway.id} {self.vlan}"

    @property
    def priority(self) -> DisablePriority:
        state = self.pending.state
        if self.pending.vlan.is_urgent or (state and state.is_urgent):
            return DisablePriority.URGENT
        return DisablePriority.HIGH if self.reason in HIGH_REASONS else DisablePriority.NORMAL


def list_disables(operator_id: str, venue_id: str) -> dict[str, PendingDisable]:
    """By their positions. Raises Unavailable."""
    moment = epoch_ms(now())
    found = ((each, _vlans_to_disable(each)) for each in read_pending(operator_id, venue_id, moment))
    waiting = [(pending, vlans) for pending, vlans in found if vlans]
    wanted = sorted({name for pending, _ in waiting for name in _ended_ids(pending)})
    rows = execute(queries.subscriptions(wanted)) if wanted else []
    by_id = {row["vertex"][T.id]: row for row in rows}
    disables = (each for pending, vlans in waiting for each in _disables(pending, vlans, by_id, moment))
    return {each.position: each for each in sorted(disables, key=lambda each: each.position)}


def _vlans_to_disable(pending: PendingVlan) -> list[int]:
    """Those that the gateway confirmed as on and that shall not be."""
    confirmed = pending.state.confirmed if pending.state else {}
    off = (each.order.vlan for each in pending.find_differences() if each.action is Action.DISABLE)
    return [vlan for vlan in off if vlan in confirmed and confirmed[vlan].is_on]


def _ended_ids(pending: PendingVlan) -> Sequence[str]:
    """The subscriptions for which the VLAN was confirmed and that are over; where none is, all have gone elsewhere."""
    confirmed = pending.state.subscription_ids if pending.state else ()
    return [each for each in confirmed if each not in pending.desired.subscription_ids] or confirmed


def _disables(
    pending: PendingVlan, vlans: Sequence[int], rows: Mapping[str, Row], moment: int
) -> Iterator[PendingDisable]:
    for name in _ended_ids(pending):
        row = rows.get(name)
        yield PendingDisable(
            subscription_id=name,
            unit_id=row["unit"] if row and (row["purpose"] or Prop.FORMER_UNIT in row["vertex"]) else None,
            purpose=next(iter(row["purpose"]), None) if row else None,
            reason=_find_reason(row, moment),
            ended_at=row["vertex"].get(Prop.ENDS_AT) if row else None,
            vlan=vlans[0],
            pending=pending,
        )


def _find_reason(row: Row | None, moment: int) -> TerminationReason:
    """A subscription that is deleted was ended by staff, as one was whose person is suspended."""
    if row is None:
        return TerminationReason.ADMINISTRATIVE
    subscription = VlanSubscription.from_row(row)
    if subscription.is_in_effect(moment):
        return TerminationReason.SERVICE_CHANGE
    if stored := row["vertex"].get(Prop.END_REASON):
        return TerminationReason(stored)
    return TerminationReason.ADMINISTRATIVE if subscription.period.contains(moment) else TerminationReason.EXPIRED
