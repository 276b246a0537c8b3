"""List the venues that the caller may see, with address, counts and shopping cart; VenueID does not filter them."""

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.vocabulary import wire_name
from vault.readmodels import visible_venues
from vault.readmodels.visible_venues import VenuesView
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
)
def handler(body: ListVenues, ctx: CallContext) -> VenuesListed:
    listed = visible_venues.load_visible_venues(ctx)
    rows, page = paginate(visible_venues.venues_by_id(ctx, listed), body.pagination)
    fields = visible_venues.response_fields(ctx, listed, rows)
    return VenuesListed(message=text(Message.VENUES_LISTED), page=page, **fields)
