"""Change a unit's address, its names and its position; the whole address is checked."""

from vault.callers.model import CallContext
from vault.configuration import units
from vault.configuration.configured_units import ConfiguredUnitRef
from vault.configuration.group import Settings
from vault.configuration.unit import UnitAddressSettings, UnitPlaceSettings, UnitPositionSettings
from vault.kernel.addresses import ADDRESS_ERRORS, AddressFieldTooLong
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, Queue, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.units.model import UnitIdMissing, UnitNameTaken
from vault.units.views import UnitAddressView, UnitPositionView


class UpdateVenueUnitAddress(SignedInRequest, Settings):
    unit: ConfiguredUnitRef
    address_information: UnitAddressSettings | None = None
    location_details: UnitPlaceSettings | None = None
    geographic_information: UnitPositionSettings | None = None


class VenueUnitAddressUpdated(Response):
    address_configuration: UnitAddressView
    geographic_data: UnitPositionView


@endpoint(
    "/networkoperatorconsole/venues/updateVenueUnitAddress",
    requires=Permission.UNITS_UPDATE,
    command="Venue.updateUnitAddress",
    raises=(AddressFieldTooLong, UnitIdMissing, UnitNameTaken, *ADDRESS_ERRORS),
    uses=(Graph.WRITE, Queue.WEBHOOKS),
    example={
        "unit_id_internal": Placeholder.UNIT_ID,
        "address_information": {"address_line_2": f"Suite {Placeholder.UNIQUE}"},
    },
)
def handler(body: UpdateVenueUnitAddress, ctx: CallContext) -> VenueUnitAddressUpdated:
    vertex = units.update_address(ctx, body.unit, body)
    return VenueUnitAddressUpdated.from_value(
        message=text(Message.UNIT_ADDRESS_UPDATED if any(body.assignments()) else Message.NOTHING_UPDATED),
        address_configuration=UnitAddressView.from_vertex(vertex),
        geographic_data=UnitPositionView.from_vertex(vertex),
    )
