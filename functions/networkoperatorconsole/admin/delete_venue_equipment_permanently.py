"""Delete equipment from a venue, at once or at a later date; what VAULT configured at a gateway stays or is removed."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.equipment.references import EquipmentRef
from vault.equipment_deletion.model import Deletion, DeletionReason
from vault.equipment_deletion.service import delete
from vault.equipment_deletion.views import DeletionView, deletion_message
from vault.kernel.fields import Line1000
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.time import Instant, now
from vault.kernel.vocabulary import wire_name
from vault.kernel.wire import Choice, Wire
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.venues.references import VenueRef


class DeleteVenueEquipmentPermanently(SignedInRequest):
    venue: VenueRef
    equipment: EquipmentRef
    deletion_reason: Choice[DeletionReason]
    confirmation_code: Annotated[str, Field(pattern=r"^DELETE-EQUIP-[A-Z0-9]{4}$")]
    preserve_configuration: bool = True
    scheduled_removal_date: Instant | None = None
    replacement: Annotated[EquipmentRef | None, Naming(by=("replacement_equipment_id",))] = None
    notification_preferences: Wire | None = None
    maintenance_documentation: Line1000 = ""

    def deletion(self) -> Deletion:
        at, preserves = self.scheduled_removal_date or now(), self.preserve_configuration
        return Deletion(self.deletion_reason, at, preserves, self.replacement, self.maintenance_documentation)


class VenueEquipmentDeleted(Response, DeletionView):
    deletion_notifications: Wire = Wire()


@endpoint(
    "/networkoperatorconsole/admin/deleteVenueEquipmentPermanently",
    requires=Permission.EQUIPMENT_MANAGE,
    command="Equipment.delete",
    uses=(Graph.WRITE,),
    unimplemented_fields=(wire_name("notification_preferences"),),
    example={
        "venue_id": Placeholder.VENUE_ID,
        "equipment_id": Placeholder.EQUIPMENT_ID,
        "deletion_reason": "EquipmentFailure",
        "confirmation_code": "DELETE-EQUIP-G7H8",
    },
)
def handler(body: DeleteVenueEquipmentPermanently, ctx: CallContext) -> VenueEquipmentDeleted:
    deletion = body.deletion()
    deleted = delete(ctx, body.equipment, deletion)
    return VenueEquipmentDeleted.from_value(
        DeletionView.from_deletion(body.equipment, deletion, deleted),
        message=deletion_message(body.equipment, deletion, deleted),
    )
