"""Entries of what a gateway did or refused, in the logs of its operator, venue and equipment."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from vault.adapters.gateway_session import GatewayFailed, Unsupported
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.gateways.differences import Action, Difference
from vault.gateways.model import Gateway
from vault.gateways.results import VlanResult
from vault.kernel.time import from_epoch_ms, to_wire
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
