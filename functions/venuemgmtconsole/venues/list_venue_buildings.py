"""List the buildings of a venue's units, each once."""

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.units.references import VenueWithBuildingsRef


class ListVenueBuildings(SignedInRequest):
    venue: VenueWithBuildingsRef


class VenueBuildings(Response):
    unit_buildings: list[str]


@endpoint(
    "/venuemgmtconsole/venues/listVenueBuildings",
    requires=Permission.VENUE_BUILDINGS_READ,
    uses=(Graph.READ,),
    example={"venue_id": Placeholder.VENUE_ID},
)
def handler(body: ListVenueBuildings, _ctx: CallContext) -> VenueBuildings:
    return VenueBuildings.from_value(unit_buildings=list(body.venue.buildings))
