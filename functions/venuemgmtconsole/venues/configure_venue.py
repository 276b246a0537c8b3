"""Set the contact of a venue, whose e-mail address and phone number become those of its support."""

from vault.callers.model import CallContext
from vault.configuration import venues
from vault.configuration.contact import ContactSettings
from vault.configuration.references import ConfiguredVenueRef
from vault.kernel.fields import Line40
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest


class ConfigureVenueContact(SignedInRequest, ContactSettings):
    venue: ConfiguredVenueRef
    country_iso3166_a3: Line40 | None = None


@endpoint(
    "/venuemgmtconsole/venues/configureVenue",
    requires=Permission.VENUES_CONFIGURE,
    command="Venue.configureContact",
    uses=(Graph.WRITE,),
    example={
        "venue_id": Placeholder.VENUE_ID,
        "primary_contact_given_name": "John",
        "primary_contact_email_address": "john.smith@hotel.example",
    },
)
def handler(body: ConfigureVenueContact, ctx: CallContext) -> Response:
    body.normalize_phone(body.country_iso3166_a3 or body.venue.venue.country)
    return Response(message=venues.configure(ctx, body.venue, body).message)
