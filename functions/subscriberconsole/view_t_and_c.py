"""Read the operator's terms and conditions, in the caller's language or else in English."""

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.contact import EmailAddress
from vault.kernel.permissions import Permission
from vault.runtime.endpoint import Graph, Token, endpoint
from vault.runtime.models import Request, Response
from vault.terms.model import TermsNotFound
from vault.terms.references import VenueTermsRef
from vault.venues.model import VenueNotFound


class ViewTerms(Request):
    access_token: str
    venue: VenueTermsRef
    email_address: EmailAddress | None = None
    locale: str = Field("", max_length=40)


class TermsShown(Response):
    device_locale: str
    terms: str


@endpoint(
    "/subscriberconsole/viewTandC",
    requires=Permission.PUBLIC,
    token=Token.ALLOW_EXPIRED_OR_NONE,
    raises=(VenueNotFound, TermsNotFound),
    uses=(Graph.READ,),
)
def handler(body: ViewTerms, ctx: CallContext) -> TermsShown:
    locale, terms = body.venue.best_text(body.locale, ctx.locale)
    return TermsShown.from_value(device_locale=locale, terms=terms)
