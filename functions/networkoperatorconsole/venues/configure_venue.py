"""Change a venue's settings, all that are given or none; or delete its empty units."""

from vault.callers.model import CallContext
from vault.configuration import venues
from vault.configuration.model import NasIdentifierTaken, VlanRangeInvalid
from vault.configuration.venue import VenueSettings
from vault.configuration.venue_references import VenueWithNetworkRef
from vault.kernel.addresses import PostalCodeInvalid
from vault.kernel.errors import FieldNotYours
from vault.kernel.geocoding import PlaceUnknown
from vault.kernel.outgoing_addresses import AddressRefused
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.plans.model import ServicePlanNotOffered
from vault.runtime.endpoint import Graph, Queue, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.unit_deletion.model import UnitsOccupied
from vault.units.vlans import VlanOffsetConflict
from vault.venues.model import ExternalVenueIdTaken, VenueAddressTaken


class ConfigureVenue(SignedInRequest, VenueSettings):
    venue: VenueWithNetworkRef


@endpoint(
    "/networkoperatorconsole/venues/configureVenue",
    requires=Permission.VENUES_CONFIGURE,
    command="Venue.configure",
    raises=(
        FieldNotYours,
        AddressRefused,
        NasIdentifierTaken,
        VlanRangeInvalid,
        VlanOffsetConflict,
        UnitsOccupied,
        ServicePlanNotOffered,
        VenueAddressTaken,
        ExternalVenueIdTaken,
        PostalCodeInvalid,
        PlaceUnknown,
    ),
    uses=(Graph.WRITE, Queue.DELETE_UNITS),
    business_errors_as_401=True,
    example={"venue_id": Placeholder.VENUE_ID, "address_line_2": f"Suite {Placeholder.UNIQUE}"},
)
def handler(body: ConfigureVenue, ctx: CallContext) -> Response:
    return Response(message=venues.configure_and_delete_units(ctx, body.venue, body).message)
