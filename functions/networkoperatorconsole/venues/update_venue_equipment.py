"""Configure equipment, under another name: as configureVenueEquipment."""

from vault.callers.model import CallContext
from vault.equipment.access_list import configure
from vault.equipment.configuration import CONFIGURATION_ERRORS
from vault.equipment.fields import CONFIGURATION_EXAMPLE, EquipmentChanges
from vault.equipment.model import AccessListUnsupported
from vault.equipment.views import AccessListView, updates_message
from vault.kernel.permissions import Permission
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest


class UpdateVenueEquipment(SignedInRequest, EquipmentChanges):
    pass


class VenueEquipmentUpdated(ResponseWithStatus):
    access_list_update: AccessListView


@endpoint(
    "/networkoperatorconsole/venues/updateVenueEquipment",
    requires=Permission.EQUIPMENT_CONFIGURE,
    command="Equipment.update",
    raises=(AccessListUnsupported, *CONFIGURATION_ERRORS),
    uses=(Graph.WRITE, Service.GATEWAYS),
    example=CONFIGURATION_EXAMPLE,
)
def handler(body: UpdateVenueEquipment, ctx: CallContext) -> VenueEquipmentUpdated:
    changes = body.changes()
    configured = configure(ctx, body.equipment, changes)
    return VenueEquipmentUpdated.from_value(
        message=updates_message(changes, configured), access_list_update=AccessListView.from_update(configured.access)
    )
