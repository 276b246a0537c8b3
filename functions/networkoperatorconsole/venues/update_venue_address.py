"""Change a venue's name, address or external id; units with the same address are changed too."""

from vault.callers.model import CallContext
from vault.kernel.addresses import PostalCodeInvalid
from vault.kernel.fields import Line40, Line40OrRemoved, Line64OrRemoved, PostalCode
from vault.kernel.geocoding import PlaceUnknown
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest
from vault.venues import service as venues
from vault.venues import views
from vault.venues.model import ExternalVenueIdTaken, VenueAddressTaken
from vault.venues.references import VenueRef


class UpdateVenueAddress(SignedInRequest):
    venue: VenueRef
    venue_name: Line40 = ""
    address_line_1: Line40 = ""
    address_line_2: Line40OrRemoved = ""
    city: Line40 = ""
    postal_code: PostalCode = ""
    external_venue_id: Line64OrRemoved = ""

    def changes(self) -> dict[str, str]:
        """The changes by Python name in the documented order; an empty string changes nothing."""
        given = self.model_dump(exclude={*SignedInRequest.model_fields, "venue"})
        return {name: value for name, value in given.items() if value}


@endpoint(
    "/networkoperatorconsole/venues/updateVenueAddress",
    requires=Permission.VENUES_UPDATE,
    command="Venue.updateAddress",
    raises=(VenueAddressTaken, ExternalVenueIdTaken, PostalCodeInvalid, PlaceUnknown),
    uses=(Graph.WRITE,),
    example={"venue_id": Placeholder.VENUE_ID, "address_line_2": f"Suite {Placeholder.UNIQUE}"},
)
def handler(body: UpdateVenueAddress, ctx: CallContext) -> ResponseWithStatus:
    changes = body.changes()
    venues.update(ctx, body.venue, changes)
    return ResponseWithStatus(message=views.updates_message(changes))
