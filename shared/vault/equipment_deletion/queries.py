"""Gremlin traversals that delete equipment."""

from vault.equipment.model import Equipment
from vault.equipment_deletion.model import Deletion
from vault.graph import marks
from vault.graph.schema import Label, Prop
from vault.graph.steps import Steps, __, new_vertex


def still_there(equipment_id: str, key: str) -> Steps:
    return __.V(equipment_id).has(Label.EQUIPMENT, Prop.EQUIPMENT_KEY, key)


def delete(equipment_id: str, place_id: str | None) -> Steps:
    """Drop the piece, and the place that it holds as a gateway."""
    return __.V(*filter(None, (equipment_id, place_id))).drop()


def drop_scheduled(key: str) -> Steps:
    """Drop the deletions of a piece that were ordered for later."""
    return __.V().has(Label.EQUIPMENT_DELETION, Prop.EQUIPMENT_KEY, key).drop()


def schedule(deletion_id: str, due_at: int, equipment: Equipment, deletion: Deletion, ordered_by: str | None) -> Steps:
    properties = {
        Prop.EQUIPMENT: equipment.id,
        Prop.EQUIPMENT_KEY: equipment.key,
        Prop.OPERATOR: equipment.operator_id,
        Prop.ADMINISTRATOR: ordered_by,
        Prop.REASON: str(deletion.reason),
        Prop.PRESERVES_CONFIGURATION: deletion.preserves_configuration,
        Prop.NOTES: deletion.notes,
        Prop.REPLACEMENT: deletion.replacement and deletion.replacement.id,
    }
    return marks.set_mark(new_vertex(Label.EQUIPMENT_DELETION, deletion_id, **properties), due_at)


def due_deletions(since: int | None, moment: int, most: int) -> Steps:
    return marks.due_vertices(Label.EQUIPMENT_DELETION, since, moment).order().by(Prop.DUE_AT).limit(most).element_map()


def equipment_by_id(equipment_id: str) -> Steps:
    return __.V(equipment_id).has_label(Label.EQUIPMENT).element_map()


def states(key: str) -> Steps:
    """What a gateway confirmed, of each VLAN."""
    return __.V().has(Label.GATEWAY_VLAN, Prop.EQUIPMENT_KEY, key).values(Prop.CONFIRMED)
