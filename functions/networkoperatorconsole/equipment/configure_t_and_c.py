"""Set the operator's terms and conditions in one language."""

from vault.callers.model import CallContext
from vault.kernel.locales import Locale
from vault.kernel.permissions import Permission
from vault.kernel.sanitize import TextInvalid, TextTooLong
from vault.kernel.wire import Choice
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.terms import service as terms


class ConfigureTerms(SignedInRequest):
    locale: Choice[Locale]
    terms: str


class TermsConfigured(Response):
    terms_en_us: str | None = None
    terms_es_xl: str | None = None


MEMBERS = {Locale.EN_US: "terms_en_us", Locale.ES_XL: "terms_es_xl"}


@endpoint(
    "/networkoperatorconsole/equipment/configureTandC",
    requires=Permission.TERMS_CONFIGURE,
    command="Operator.configureTerms",
    raises=(TextInvalid, TextTooLong),
    uses=(Graph.WRITE,),
    takes_large_body=True,
    example={"locale": "en-us", "terms": "<p>Be kind.</p>"},
)
def handler(body: ConfigureTerms, ctx: CallContext) -> TermsConfigured:
    written = terms.write(ctx, body.locale, body.terms)
    return TermsConfigured.from_value(**{MEMBERS[body.locale]: written})
