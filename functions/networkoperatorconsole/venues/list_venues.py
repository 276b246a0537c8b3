"""List the venues that the caller may see, with address, counts and shopping cart; VenueID only names the console."""

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
    venue_id: str = Field("", max_length=512)
    operator_id: str | None = Field(None, max_length=512)


class VenuesListed(Response, VenuesShown):
    page: Page | None = None


@endpoint(
    "/networkoperatorconsole/venues/listVenues",
    requires=Permission.PUBLIC,
    token=Token.OPTIONAL,
    uses=(Graph.READ,),
    unimplemented_fields=(wire("device_count"), wire("online_device_count")),
)
def handler(body: ListVenues, caller: Caller) -> VenuesListed:
    listed = portfolio.visible(caller)
    rows, page = paginate(portfolio.entries(caller, listed), body.pagination)
    told = portfolio.answered(caller, listed, rows)
    return VenuesListed(message=text(Message.VENUES_LISTED), page=page, **told)
