"""Configuring equipment: one write that changes what differs, and orders what a gateway has to do afterwards."""

from collections.abc import Mapping

from vault.adapters import outgoing
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import WriteContext
from vault.equipment import queries
from vault.equipment.changes import EquipmentOutcome, RequestedChanges, derive_outcome, find_changes
from vault.equipment.model import (
    Equipment,
    EquipmentTypeFixed,
    GatewayLimitReached,
    GatewayNeeded,
    place_ids,
    seal_property,
)
from vault.equipment.settings import SETTINGS
from vault.gateway_marks.service import mark_gateway_vlans
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.fields import REMOVE
from vault.kernel.outgoing_addresses import AddressProfile, AddressRefused
from vault.kernel.time import epoch_ms, now
from vault.kernel.vocabulary import wire_name
from vault.operators.model import Keyring
from vault.operators.service import get_keyring

CONFIGURATION_ERRORS = (AddressRefused, EquipmentTypeFixed, GatewayLimitReached, GatewayNeeded)


def configure(ctx: WriteContext, equipment: Equipment, changes: RequestedChanges) -> Equipment:
    """Change what differs; return the equipment as it is after the commit. The device is not called.

    Raises AddressRefused, EquipmentTypeFixed, FieldInvalid, GatewayLimitReached, GatewayNeeded, Unavailable.
    """
    keyring = get_keyring(ctx.operator)
    changed = find_changes(equipment, changes.settings, keyring)
    outcome = derive_outcome(equipment, changed, changes)
    if address := changed.get("ip_address"):
        outgoing.check_address(AddressProfile.DEVICE, str(address), wire_name("ip_address"))
    if not outcome:
        return equipment
    updated = {**_settings_to_store(equipment, changed, keyring), **outcome.properties}
    if outcome.is_new_gateway:
        updated[Prop.GATEWAY_PLACE] = _take_place(ctx, equipment)
    return _write(ctx, equipment, outcome, updated)


def _settings_to_store(equipment: Equipment, changed: Mapping[str, object], keyring: Keyring) -> dict[str, object]:
    stored = {}
    for name, setting in SETTINGS.items():
        if changed.get(name, REMOVE) != REMOVE:
            plain = changed[name]
            is_secret = setting.is_secret
            stored[setting.prop] = (
                seal_property(keyring, equipment.id, setting.prop, str(plain)) if is_secret else plain
            )
    return stored


def _take_place(ctx: WriteContext, equipment: Equipment) -> str:
    """Claim one of the venue's places for gateways. Raises GatewayLimitReached."""
    taken = set(execute(queries.find_taken_places(equipment.venue_id)))
    free = [place for place in place_ids(equipment.venue_id) if place not in taken]
    if not free:
        raise GatewayLimitReached
    # Where another call claims it first, the commit is a Conflict, and this one starts again.
    ctx.tx.change(*queries.take_place(free[0], equipment.venue_id, equipment.id))
    return free[0]


def _write(
    ctx: WriteContext, equipment: Equipment, outcome: EquipmentOutcome, updated: Mapping[str, object]
) -> Equipment:
    if before := equipment.vertex.get(Prop.CONFIGURATION):
        ctx.tx.guard(queries.with_configuration(equipment.id, before))
    properties = {**updated, Prop.CONFIGURATION: ids.generate_id("configuration")}
    removed = outcome.removed | {SETTINGS[name].prop for name, each in outcome.settings.items() if each == REMOVE}
    ctx.tx.change(queries.update(equipment.id, properties, removed))
    after = equipment.with_properties(properties, removed)
    _order_gateway_work(ctx, after, outcome)
    _record(ctx, equipment, after, outcome)
    return after


def _order_gateway_work(ctx: WriteContext, equipment: Equipment, outcome: EquipmentOutcome) -> None:
    if outcome.stops:
        ctx.tx.change(queries.unmark_gateway(equipment.id))
    elif outcome.ends_back_off and equipment.is_in_service:
        ctx.tx.change(queries.end_back_offs(equipment.key))
        ctx.tx.change(queries.mark_waiting_gateway(equipment.id, epoch_ms(now())))
    if outcome.starts_anew:
        mark_gateway_vlans(ctx, venue=equipment.venue_id)


def _record(ctx: WriteContext, before: Equipment, after: Equipment, outcome: EquipmentOutcome) -> None:
    plain = [each.prop for name, each in SETTINGS.items() if name in outcome.settings and not each.is_secret]
    logged = [*plain, *([Prop.STATUS] if Prop.STATUS in outcome.properties else [])]
    audit.record(
        ctx,
        AuditEvent.EQUIPMENT_CONFIGURED,
        venue_id=after.venue_id,
        equipment_key=after.key,
        equipment=after.id,
        before={prop: before.vertex[prop] for prop in logged if prop in before.vertex},
        after={prop: after.vertex[prop] for prop in logged if prop in after.vertex},
        secrets=[wire_name(name) for name in outcome.settings if SETTINGS[name].is_secret],
        starts_anew=outcome.starts_anew,
    )
