"""Let the deployment's own addresses through a MikroTik gateway's firewall."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from vault.adapters import gateways
from vault.adapters.gateway_session import GatewayFailed, GatewayLogin, Maker, VlanRefused
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import WriteContext
from vault.equipment import configuration, queries
from vault.equipment.changes import RequestedChanges
from vault.equipment.model import AccessListUnsupported, Equipment
from vault.graph.schema import Prop
from vault.kernel.settings import setting
from vault.kernel.values import value
from vault.operators.service import get_keyring

SECONDS = 10.0
"""A caller waits for the device."""


@value
class AccessUpdate:
    """The networks that the device lets in, or why it was not told to."""

    networks: Sequence[str] = ()
    is_in_maintenance: bool = False
    error: str = ""


@value
class ConfiguredEquipment:
    equipment: Equipment
    access: AccessUpdate | None = None


def configure(ctx: WriteContext, equipment: Equipment, changes: RequestedChanges) -> ConfiguredEquipment:
    """Change the equipment, and call the device once that is committed, where its access list is to be updated.

    Raises AccessListUnsupported, Conflict, and the errors of `configuration.configure`.
    """
    after = configuration.configure(ctx, equipment, changes)
    if not changes.updates_access_list:
        return ConfiguredEquipment(after)
    if after.vertex.get(Prop.DRIVEN_BY) != Maker.MIKROTIK:
        raise AccessListUnsupported
    if not after.is_in_service:
        return ConfiguredEquipment(after, AccessUpdate(is_in_maintenance=True))
    ctx.tx.commit()
    return ConfiguredEquipment(after, _update(ctx, after))


def _update(ctx: WriteContext, equipment: Equipment) -> AccessUpdate:
    networks = tuple(network for network in setting("VAULT_OUTGOING_ADDRESSES").split(",") if network)
    about = {"venue_id": equipment.venue_id, "equipment_key": equipment.key, "equipment": equipment.id}
    try:
        _allow_access(ctx, equipment, equipment.login(get_keyring(ctx.operator)), networks)
    except GatewayFailed as failed:
        failure, words = str(failed.failure), failed.words
    except VlanRefused as refused:
        failure, words = refused.command, refused.words
    else:
        audit.record(ctx, AuditEvent.EQUIPMENT_ACCESS_UPDATED, **about, addresses=networks)
        return AccessUpdate(networks)
    audit.record(ctx, AuditEvent.EQUIPMENT_ACCESS_NOT_UPDATED, **about, failure=failure, response=words)
    return AccessUpdate(error=words)


def _allow_access(ctx: WriteContext, equipment: Equipment, login: GatewayLogin, networks: Sequence[str]) -> None:
    """Raises GatewayFailed, VlanRefused."""
    limits = replace(gateways.SYSTEM.limits, total_seconds=SECONDS)
    with closing(gateways.open_session(login, limits)) as session:
        ctx.tx.change(queries.store_login(equipment.id, equipment.epoch, session.fingerprint, session.transport))
        session.allow_access(networks)
        session.save()
