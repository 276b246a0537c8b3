"""List the venues that the caller may see: all, their own, or those open to the public, with their counts."""

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.vocabulary import wire_name
from vault.readmodels import visible_venues
from vault.readmodels.visible_venue_views import PurposeCounts, VenuesView, view_venues
from vault.runtime.endpoint import Graph, Token, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.runtime.pagination import Page, Paged, paginate


class ListSiteVenues(SignedInRequest, Paged):
    access_token: str = ""


class SiteVenuesListed(Response, VenuesView, PurposeCounts):
    device_count: int | None = None
    online_device_count: int | None = None
    page: Page | None = None


@endpoint(
    "/venuemgmtconsole/venues/listVenues",
    requires=Permission.PUBLIC,
    token=Token.OPTIONAL,
    uses=(Graph.READ,),
    unimplemented_fields=(wire_name("device_count"), wire_name("online_device_count")),
    example={},
)
def handler(body: ListSiteVenues, ctx: CallContext) -> SiteVenuesListed:
    visible = visible_venues.load_visible_venues(ctx)
    listed, page = paginate(view_venues(ctx, visible), body.pagination)
    venues = VenuesView.from_page(ctx, listed, len(visible))
    totals = PurposeCounts.from_total(ctx, visible)
    return SiteVenuesListed.from_value(venues, totals, message=text(Message.SITE_VENUES_LISTED), page=page)
