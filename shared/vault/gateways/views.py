"""What waits at gateways, in answers."""

from typing import Self

from vault.gateways.pending import GatewayStatus, PolicyStatus
from vault.gateways.pending_disables import DisablePriority, PendingDisable, TerminationReason
from vault.gateways.pending_enables import GatewayProgress, PendingEnable
from vault.graph.schema import Prop
from vault.kernel.time import Instant, from_epoch_ms, from_optional_epoch_ms
from vault.kernel.wire import Wire


class GatewayProgressView(Wire):
    equipment_id: str
    gateway_status: GatewayStatus
    policy_status: PolicyStatus
    retry_count: int
    last_error: str
    next_attempt: Instant | None

    @classmethod
    def from_progress(cls, progress: GatewayProgress) -> Self:
        return cls.from_value(progress, next_attempt=from_optional_epoch_ms(progress.next_try_at))


class PendingEnableView(Wire):
    """A subscription, and the gateways that have not confirmed it."""

    subscription_id: str
    venue_id: str
    unit_id_internal: str
    vlan: int
    service_plan_id: str | None
    start: Instant
    end: Instant | None
    gateways: list[GatewayProgressView]

    @classmethod
    def from_enable(cls, enable: PendingEnable) -> Self:
        subscription = enable.subscription
        return cls.from_value(
            enable,
            subscription_id=subscription.id,
            unit_id_internal=subscription.unit_id,
            service_plan_id=subscription.plan_id,
            start=from_epoch_ms(subscription.period.starts_at),
            end=from_optional_epoch_ms(subscription.period.ends_at),
            gateways=list(map(GatewayProgressView.from_progress, enable.gateways)),
        )


class PendingDisableView(Wire):
    """A subscription that is over, at one gateway."""

    subscription_id: str
    venue_id: str
    unit_id_internal: str | None
    subscription_type: str | None
    termination_reason: TerminationReason
    equipment_id: str
    equipment_type: str
    manufacturer: str
    model: str
    ip_address: str
    gateway_status: GatewayStatus
    policy_status: PolicyStatus
    priority: DisablePriority
    vlan_port: int
    expiration: Instant | None
    queued: Instant
    next_attempt: Instant | None
    retry_count: int

    @classmethod
    def from_disable(cls, disable: PendingDisable) -> Self:
        pending, equipment = disable.pending, disable.pending.gateway.equipment
        return cls.from_value(
            equipment,
            subscription_id=disable.subscription_id,
            unit_id_internal=disable.unit_id,
            subscription_type=disable.purpose,
            termination_reason=disable.reason,
            equipment_id=equipment.name,
            equipment_type=equipment.type,
            model=equipment.vertex.get(Prop.MODEL, ""),
            ip_address=equipment.vertex[Prop.IP_ADDRESS],
            gateway_status=pending.gateway_status,
            policy_status=pending.policy_status,
            priority=disable.priority,
            vlan_port=disable.vlan,
            expiration=from_optional_epoch_ms(disable.ended_at),
            queued=from_epoch_ms(disable.queued_at),
            next_attempt=from_optional_epoch_ms(pending.next_try_at),
            retry_count=pending.failures,
        )
