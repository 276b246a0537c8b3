"""List the venues that the caller may see, with address, counts and shopping cart; VenueID does not filter them."""

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.vocabulary import wire_name
from vault.readmodels import visible_venues
from vault.readmodels.visible_venue_views import VenuesView, view_venues
from vault.runtime.endpoint import Graph, Token, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.runtime.pagination import Page, Paged, paginate


class ListVenues(SignedInRequest, Paged):
    access_token: str = ""
    venue_id: str = Field("", max_length=512)


class VenuesListed(Response, VenuesView):
    page: Page | None = None


@endpoint(
    "/networkoperatorconsole/venues/listVenues",
    requires=Permission.PUBLIC,
    token=Token.OPTIONAL,
    uses=(Graph.READ,),
    unimplemented_fields=(wire_name("device_count"), wire_name("online_device_count")),
    example={"venue_id": Placeholder.VENUE_ID},
)
def handler(body: ListVenues, ctx: CallContext) -> VenuesListed:
    visible = visible_venues.load_visible_venues(ctx)
    listed, page = paginate(view_venues(ctx, visible), body.pagination)
    venues = VenuesView.from_page(ctx, listed, len(visible))
    return VenuesListed.from_value(venues, message=text(Message.VENUES_LISTED), page=page)
