"""List the venues that the caller may see: all, their own, or those open to the public, with their counts."""

from pydantic import Field

from vault.callers.model import Caller
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.vocabulary import wire
from vault.runtime.endpoint import Graph, Token, endpoint
from vault.runtime.models import Response
from vault.runtime.pagination import Page, Paged, paginate
from vault.units import portfolio
from vault.units.portfolio import VenuesShown


class ListVenues(Paged):
    access_token: str = ""
    operator_id: str | None = Field(None, max_length=512)


class VenuesListed(Response, VenuesShown):
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
    unimplemented_fields=(wire("device_count"), wire("online_device_count")),
)
def handler(body: ListVenues, caller: Caller) -> VenuesListed:
    listed = portfolio.visible(caller)
    rows, page = paginate(portfolio.entries(caller, listed), body.pagination)
    told = portfolio.answered(caller, listed, rows) | portfolio.totals(caller, listed)
    return VenuesListed(message=text(Message.SITE_VENUES_LISTED), page=page, **told)
