"""Configure equipment: its address, credentials, maker, model, status; reset a gateway, or update its access list."""

from vault.callers.model import CallContext
from vault.equipment.access_list import configure
from vault.equipment.configuration import CONFIGURATION_ERRORS
from vault.equipment.fields import CONFIGURATION_EXAMPLE, EquipmentChanges
from vault.equipment.model import AccessListUnsupported
from vault.equipment.views import AccessListView, updates_message
from vault.kernel.permissions import Permission
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest


class ConfigureVenueEquipment(SignedInRequest, EquipmentChanges):
    pass


class VenueEquipmentConfigured(ResponseWithStatus):
    access_list_update: AccessListView


@endpoint(
    "/networkoperatorconsole/venues/configureVenueEquipment",
    requires=Permission.EQUIPMENT_CONFIGURE,
    command="Equipment.configure",
    raises=(AccessListUnsupported, *CONFIGURATION_ERRORS),
    uses=(Graph.WRITE, Service.GATEWAYS),
    example=CONFIGURATION_EXAMPLE,
)
def handler(body: ConfigureVenueEquipment, ctx: CallContext) -> VenueEquipmentConfigured:
    changes = body.changes()
    configured = configure(ctx, body.equipment, changes)
    return VenueEquipmentConfigured.from_value(
        message=updates_message(changes, configured), access_list_update=AccessListView.from_update(configured.access)
    )
