"""Change a venue's name, address or external id; units with the same address are changed too."""

from vault.callers.model import CallContext
from vault.configuration import venues
from vault.configuration.references import ConfiguredVenueRef
from vault.configuration.venue import VenueAddressSettings
from vault.kernel.addresses import PostalCodeInvalid
from vault.kernel.geocoding import PlaceUnknown
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest
from vault.venues.model import ExternalVenueIdTaken, VenueAddressTaken


class UpdateVenueAddress(SignedInRequest, VenueAddressSettings):
    venue: ConfiguredVenueRef


@endpoint(
    "/networkoperatorconsole/venues/updateVenueAddress",
    requires=Permission.VENUES_UPDATE,
    command="Venue.updateAddress",
    raises=(VenueAddressTaken, ExternalVenueIdTaken, PostalCodeInvalid, PlaceUnknown),
    uses=(Graph.WRITE,),
    example={"venue_id": Placeholder.VENUE_ID, "address_line_2": f"Suite {Placeholder.UNIQUE}"},
)
def handler(body: UpdateVenueAddress, ctx: CallContext) -> ResponseWithStatus:
    return ResponseWithStatus(message=venues.configure(ctx, body.venue, body).message)
