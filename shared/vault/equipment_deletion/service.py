"""Delete equipment from the inventory, at once or at its time."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import WriteContext
from vault.equipment.changes import RequestedChanges
from vault.equipment.configuration import configure
from vault.equipment.model import Equipment, EquipmentNotFound
from vault.equipment_deletion import queries
from vault.equipment_deletion.model import Deleted, Deletion
from vault.gateways.cleanup import queue_cleanup
from vault.gateways.confirmed import ConfirmedVlan, read_confirmed
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.errors import FieldInvalid
from vault.kernel.time import epoch_ms, now, to_wire
from vault.kernel.vocabulary import wire_name


def delete(ctx: WriteContext, equipment: Equipment, deletion: Deletion) -> Deleted:
    """Delete a piece, or order that for its time. Raises FieldInvalid where it is to replace itself.

    The commit raises EquipmentNotFound where another call has deleted it.
    """
    if deletion.replacement and deletion.replacement.id == equipment.id:
        raise FieldInvalid(field=wire_name("replacement_equipment_id"))
    deletion_id, is_later = ids.generate_id("equipment_deletion"), deletion.at > now()
    vlans = _read_vlans(equipment) if equipment.is_gateway else ()
    if is_later:
        _schedule(ctx, equipment, deletion, deletion_id)
    else:
        delete_now(ctx, equipment, deletion, deletion_id)
    return Deleted(deletion_id, is_later, vlans)


def _read_vlans(equipment: Equipment) -> tuple[ConfirmedVlan, ...]:
    stored = execute(queries.states(equipment.key))
    vlans = {number: vlan for each in stored for number, vlan in read_confirmed(each).items()}
    return tuple(vlans[number] for number in sorted(vlans))


def delete_now(ctx: WriteContext, equipment: Equipment, deletion: Deletion, deletion_id: str) -> None:
    """Drop the piece: its id and its place are free at once, whether the device can be reached or not."""
    _guard_piece(ctx, equipment)
    if equipment.is_gateway:
        removes = equipment.is_driven and not deletion.preserves_configuration
        queue_cleanup(ctx, equipment, removes_configuration=removes)
    ctx.tx.change(queries.delete(equipment.id, equipment.vertex.get(Prop.GATEWAY_PLACE)))
    if deletion.replacement and deletion.replacement.is_driven:
        configure(ctx, deletion.replacement, RequestedChanges(resets_subscriptions=True))
    _record(ctx, AuditEvent.EQUIPMENT_DELETED, equipment, deletion, deletion_id)


def _schedule(ctx: WriteContext, equipment: Equipment, deletion: Deletion, deletion_id: str) -> None:
    _guard_piece(ctx, equipment)
    ctx.tx.change(queries.schedule(deletion_id, epoch_ms(deletion.at), equipment, deletion, ctx.token or None))
    _record(ctx, AuditEvent.EQUIPMENT_DELETION_SCHEDULED, equipment, deletion, deletion_id)


def _guard_piece(ctx: WriteContext, equipment: Equipment) -> None:
    """Deletions that were ordered for later are replaced by this one."""
    ctx.tx.guard(queries.still_there(equipment.id, equipment.key), EquipmentNotFound())
    ctx.tx.change(queries.drop_scheduled(equipment.key))


def _record(ctx: WriteContext, event: AuditEvent, equipment: Equipment, deletion: Deletion, deletion_id: str) -> None:
    audit.record(
        ctx,
        event,
        venue_id=equipment.venue_id,
        equipment_key=equipment.key,
        equipment=equipment.id,
        deletion=deletion_id,
        effective=to_wire(deletion.at),
        reason=deletion.reason,
        notes=deletion.notes,
        preserves_configuration=deletion.preserves_configuration,
        replacement=deletion.replacement and deletion.replacement.id,
        ordered_by=deletion.ordered_by,
    )
