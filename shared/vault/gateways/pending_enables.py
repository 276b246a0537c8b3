"""Subscriptions whose VLAN a gateway has not confirmed yet as it shall be."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from vault.gateways.desired import VlanSubscription
from vault.gateways.differences import Action
from vault.gateways.pending import SOON_MS, GatewayStatus, PendingVlan, PolicyStatus, read_pending
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value


@value
class GatewayProgress:
    """How far one gateway is with a subscription; moments are epoch ms."""

    equipment_id: str
    gateway_status: GatewayStatus
    policy_status: PolicyStatus
    retry_count: int
    last_error: str
    next_try_at: int | None

    @classmethod
    def from_pending(cls, pending: PendingVlan, policy_status: PolicyStatus) -> "GatewayProgress":
        return cls(
            equipment_id=pending.gateway.equipment.name,
            gateway_status=pending.gateway_status,
            policy_status=policy_status,
            retry_count=pending.failures,
            last_error=pending.last_error,
            next_try_at=pending.next_try_at,
        )


@value
class PendingEnable:
    subscription: VlanSubscription
    venue_id: str
    vlan: int
    gateways: tuple[GatewayProgress, ...]

    @property
    def position(self) -> str:
        """By which the list is in the order of starts."""
        return f"{self.subscription.period.starts_at:016d} {self.subscription.id}"


def list_enables(operator_id: str, venue_id: str | None) -> dict[str, PendingEnable]:
    """By their positions; what begins within a day is queued. Raises Unavailable."""
    moment = epoch_ms(now())
    by_vlan = groupby(read_pending(operator_id, venue_id, moment), key=lambda pending: pending.vlan.id)
    found = (each for _, pendings in by_vlan for each in _enables_of_vlan(list(pendings), moment))
    return {each.position: each for each in sorted(found, key=lambda each: each.position)}


def _enables_of_vlan(pendings: Sequence[PendingVlan], moment: int) -> Iterator[PendingEnable]:
    first = pendings[0]
    for subscription in first.vlan.subscriptions:
        vlan = subscription.vlan(first.vlan.number, first.offset)
        if subscription.is_in_effect(moment):
            progress = [_progress(each) for each in pendings if _awaits(each, vlan)]
        elif _begins_soon(subscription, moment):
            progress = [GatewayProgress.from_pending(each, PolicyStatus.QUEUED) for each in pendings]
        else:
            progress = []
        if progress:
            yield PendingEnable(subscription, first.vlan.venue_id, vlan, tuple(progress))


def _progress(pending: PendingVlan) -> GatewayProgress:
    return GatewayProgress.from_pending(pending, pending.policy_status)


def _awaits(pending: PendingVlan, vlan: int) -> bool:
    """Whether the gateway has to put the VLAN on, or to set its limits."""
    differences = pending.find_differences()
    return any(each.order.vlan == vlan and each.action is not Action.DISABLE for each in differences)


def _begins_soon(subscription: VlanSubscription, moment: int) -> bool:
    start = subscription.period.starts_at
    return moment < start <= moment + SOON_MS and subscription.is_in_effect(start)
