"""The deletion of a piece of equipment, and what is known of its configuration."""

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Self

from vault.equipment.model import Equipment
from vault.gateways.confirmed import ConfirmedVlan
from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.values import value


class DeletionReason(enum.StrEnum):
    """Why equipment is deleted; only the audit log uses it."""

    EQUIPMENT_FAILURE = "EquipmentFailure"
    TECHNOLOGY_UPGRADE = "TechnologyUpgrade"
    VENUE_RESTRUCTURING = "VenueRestructuring"
    COST_OPTIMIZATION = "CostOptimization"
    MAINTENANCE_REPLACEMENT = "MaintenanceReplacement"


@value
class Deletion:
    """How a piece is deleted, and what takes its place."""

    reason: DeletionReason
    at: dt.datetime
    preserves_configuration: bool = True
    replacement: Equipment | None = None
    notes: str = ""
    ordered_by: str | None = None
    """The SubscriberToken of the person, where that was earlier."""


@value
class ScheduledDeletion:
    """A deletion as it was ordered for later; it is of one piece, not of a later one of the same id."""

    id: str
    operator_id: str
    equipment_id: str
    equipment_key: str
    replacement_id: str | None
    reason: DeletionReason
    preserves_configuration: bool
    notes: str
    ordered_by: str | None

    @classmethod
    def from_row(cls, vertex: Row) -> Self:
        return cls(
            id=vertex[T.id],
            operator_id=vertex[Prop.OPERATOR],
            equipment_id=vertex[Prop.EQUIPMENT],
            equipment_key=vertex[Prop.EQUIPMENT_KEY],
            replacement_id=vertex.get(Prop.REPLACEMENT),
            reason=DeletionReason(vertex[Prop.REASON]),
            preserves_configuration=vertex[Prop.PRESERVES_CONFIGURATION],
            notes=vertex[Prop.NOTES],
            ordered_by=vertex.get(Prop.ADMINISTRATOR),
        )


@value
class Deleted:
    """What became of a request: the id of the deletion, and what the gateway had confirmed."""

    id: str
    is_later: bool
    vlans: Sequence[ConfirmedVlan] = ()
