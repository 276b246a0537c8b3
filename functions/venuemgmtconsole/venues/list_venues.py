"""List the venues that the caller may see: all, their own, or those open to the public, with their counts."""

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


class VenuesListed(Response, VenuesView):
    unit_count_global_wireless_plus_local_wired_access: int | None = None
    unit_count_local_wireless_access: int | None = None
    policy_count_global_wireless_plus_local_wired_access: int | None = None
    policy_count_local_wireless_access: int | None = None
    device_count: int | None = None
    online_device_count: int | None = None
    page: Page | None = None


@endpoint(
    "/venuemgmtconsole/venues/listVenues",
    requires=Permission.PUBLIC,
    token=Token.OPTIONAL,
    uses=(Graph.READ,),
    unimplemented_fields=(wire_name("device_count"), wire_name("online_device_count")),
)
def handler(body: ListVenues, ctx: CallContext) -> VenuesListed:
    listed = visible_venues.load_visible_venues(ctx)
    rows, page = paginate(visible_venues.venues_by_id(ctx, listed), body.pagination)
    fields = visible_venues.response_fields(ctx, listed, rows) | visible_venues.total_counts(ctx, listed)
    return VenuesListed(message=text(Message.SITE_VENUES_LISTED), page=page, **fields)
