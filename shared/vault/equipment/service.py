"""Adding equipment to venues."""

from collections.abc import Mapping

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import WriteContext
from vault.equipment import configuration, queries
from vault.equipment.changes import RequestedChanges
from vault.equipment.model import Equipment, EquipmentExists, EquipmentLimitReached, VenueForEquipment
from vault.graph.schema import Prop
from vault.graph.steps import T
from vault.kernel import ids
from vault.kernel.errors import FieldInvalid
from vault.kernel.time import epoch_ms, now
from vault.kernel.vocabulary import wire_name


def add(ctx: WriteContext, venue: VenueForEquipment, name: str, settings: Mapping[str, object]) -> Equipment:
    """Add equipment with its settings; the device is called later, by the gateways' jobs.

    Raises EquipmentExists, EquipmentLimitReached, and the errors of `configure`.
    """
    if not ids.slugify(name):
        raise FieldInvalid(field=wire_name("equipment_id"))
    if venue.same_id is not None:
        raise EquipmentExists(equipment=venue.same_id)
    added_at = epoch_ms(now())
    properties = {
        Prop.EQUIPMENT: name,
        Prop.EQUIPMENT_KEY: ids.generate_id("equipment"),
        Prop.OPERATOR: ctx.operator.id,
        Prop.OPERATOR_EQUIPMENT: queries.operator_equipment(ctx.operator.id, name),
        Prop.VENUE: venue.id,
        Prop.ADDED_AT: added_at,
    }
    equipment = Equipment.from_row({T.id: ids.equipment_id(venue.id, name), **properties})
    ctx.tx.claim(equipment.id, EquipmentExists(equipment=name))
    ctx.tx.guard(queries.below_equipment_limit(venue.id), EquipmentLimitReached())
    ctx.tx.change(*queries.add(venue.id, equipment.id, properties), queries.touch(venue.id, added_at))
    audit.record(
        ctx, AuditEvent.EQUIPMENT_ADDED, venue_id=venue.id, equipment_key=equipment.key, equipment=equipment.id
    )
    return configuration.configure(ctx, equipment, RequestedChanges(settings))
