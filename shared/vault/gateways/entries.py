"""Entries of what a gateway did or refused, in the logs of its operator, venue and equipment."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Final

from vault.adapters.gateway_session import GatewayFailed, Unsupported
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.equipment.model import Equipment
from vault.gateways.backoff import Retry
from vault.gateways.differences import Action
from vault.gateways.results import VlanResult
from vault.kernel import ids
from vault.kernel.json_types import JsonObject
from vault.outbox.job_context import JobContext

CONFIGURATOR: Final = "vault_networkoperator_equipmentConfigurator"
"""The function that the logs name for gateway work."""
EVENTS = {
    Action.ENABLE: AuditEvent.GATEWAY_VLAN_ENABLED,
    Action.LIMIT: AuditEvent.GATEWAY_VLAN_LIMITED,
    Action.DISABLE: AuditEvent.GATEWAY_VLAN_DISABLED,
}


def as_configurator(ctx: JobContext) -> JobContext:
    """The context of the same run and write, under the name that the logs have for gateway work."""
    return replace(ctx, function_name=CONFIGURATOR)


def record_result(ctx: JobContext, equipment: Equipment, result: VlanResult) -> None:
    """What the gateway did or refused for a unit's VLAN."""
    log = partial(_record, ctx, equipment, unit_id=result.due.unit_id)
    for difference in result.done:
        limits = difference.order.limits
        speeds = {} if difference.action is Action.DISABLE else {"upload": limits.up, "download": limits.down}
        log(EVENTS[difference.action], {"vlan": difference.order.vlan, **speeds})
    for vlan in result.newly_unswitchable:
        log(AuditEvent.GATEWAY_PART_UNSUPPORTED, {"vlan": vlan, "part": Unsupported.INTERFACE})
    for refusal in result.refusals:
        about = {"vlan": refusal.vlan, "command": refusal.command, "response": refusal.words, "part": refusal.part}
        log(AuditEvent.GATEWAY_VLAN_REFUSED, {**about, **_describe_retry(result.retry)})


def record_failure(ctx: JobContext, equipment: Equipment, failed: GatewayFailed, retry: Retry) -> None:
    """One entry a try, however many VLANs wait."""
    _record(ctx, equipment, AuditEvent.GATEWAY_FAILED, {**_describe_failure(failed), **_describe_retry(retry)})


def record_unsupported(ctx: JobContext, equipment: Equipment, parts: Iterable[Unsupported]) -> None:
    for part in sorted(parts):
        _record(ctx, equipment, AuditEvent.GATEWAY_PART_UNSUPPORTED, {"part": part})


def record_cleaned(ctx: JobContext, equipment: Equipment, vlans: Iterable[int]) -> None:
    _record(ctx, equipment, AuditEvent.GATEWAY_CLEANED_UP, {"vlans": list(vlans)})


def record_given_up(ctx: JobContext, equipment: Equipment, failed: GatewayFailed) -> None:
    _record(ctx, equipment, AuditEvent.GATEWAY_CLEANUP_GIVEN_UP, _describe_failure(failed))


def _describe_failure(failed: GatewayFailed) -> JsonObject:
    return {"failure": failed.failure, "response": failed.words}


def _describe_retry(retry: Retry | None) -> JsonObject:
    return {"failures": retry.failures, "next_try": retry.next_try} if retry else {}


def _record(
    ctx: JobContext, equipment: Equipment, event: AuditEvent, detail: JsonObject, unit_id: str | None = None
) -> None:
    audit.record(
        ctx,
        event,
        venue_id=equipment.venue_id,
        unit_id=unit_id,
        equipment_key=equipment.key,
        equipment=ids.equipment_id(equipment.venue_id, equipment.name),
        **{name: each for name, each in detail.items() if each not in (None, "")},
    )
