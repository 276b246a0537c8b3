"""Read the operator's terms and conditions, in the caller's language or else in English."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.contact import EmailAddress
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, Token, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.terms.model import TermsNotFound
from vault.terms.references import VenueTermsRef
from vault.venues.references import ANY_VENUE


class ViewTerms(SignedInRequest):
    venue: Annotated[VenueTermsRef, ANY_VENUE]
    email_address: EmailAddress | None = None
    locale: str = Field("", max_length=40)


class TermsShown(Response):
    device_locale: str
    terms: str


@endpoint(
    "/subscriberconsole/viewTandC",
    requires=Permission.PUBLIC,
    token=Token.ALLOW_EXPIRED_OR_NONE,
    raises=(TermsNotFound,),
    uses=(Graph.READ,),
    example={"access_token": "", "venue_id": Placeholder.VENUE_ID, "locale": "en-us"},
)
def handler(body: ViewTerms, ctx: CallContext) -> TermsShown:
    locale, terms = body.venue.best_text(body.locale, ctx.locale)
    return TermsShown.from_value(device_locale=locale, terms=terms)
