"""Add a venue with a validated postal address; its coordinates and time zone are derived."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.kernel.addresses import ADDRESS_ERRORS
from vault.kernel.fields import Line40, Name40, PostalCode
from vault.kernel.geocoding import PlaceUnknown
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.wire import StandsFor
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.venues import service as venues
from vault.venues.fields import AddressFields
from vault.venues.model import VenueExists
from vault.venues.views import AddressView, LocationView


class AddVenue(SignedInRequest, AddressFields):
    venue_name: Name40
    address_line_1: Line40
    address_line_3: Line40 = ""
    city: Line40
    state: Line40
    country: Line40
    country_iso3166_a3: Annotated[Line40 | None, StandsFor("country")] = None
    postal_code: PostalCode


class VenueAdded(Response):
    venue_id: str
    address: AddressView
    network_configuration: LocationView


@endpoint(
    "/networkoperatorconsole/venues/addVenue",
    requires=Permission.VENUES_CREATE,
    command="Venue.add",
    raises=(VenueExists, PlaceUnknown, *ADDRESS_ERRORS),
    uses=(Graph.WRITE,),
    example={
        "venue_name": f"House {Placeholder.UNIQUE}",
        "address_line_1": "1 Main St",
        "city": "Chicago",
        "state": "IL",
        "country": "USA",
        "postal_code": "60601",
    },
)
def handler(body: AddVenue, ctx: CallContext) -> VenueAdded:
    address = body.address(body.country, body.address_line_3)
    venue = venues.add(ctx, body.venue_name, address)
    return VenueAdded.from_value(
        message=text(Message.VENUE_CREATED),
        venue_id=venue.id,
        address=AddressView.from_venue(venue),
        network_configuration=LocationView.from_value(venue),
    )
