"""Look up an e-mail address: the profile of a resident of the caller's venues, or whether the address is taken."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.contact import EmailAddress
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.people.fields import PersonText
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.subscribers import lookup
from vault.subscribers.lookup import LookupResult
from vault.subscribers.references import ResidentRef


class ValidateEmailAddress(SignedInRequest):
    email_address: EmailAddress
    resident: Annotated[ResidentRef | None, Naming(by=("email_address",), may_be_new=True, any_venue=True)] = None


class EmailAddressValidated(Response):
    subscriber_token: str | None
    given_name: PersonText
    family_name: PersonText
    phone_number_e164: PersonText
    locale: str
    contactpref_sms: bool
    contactpref_email: bool


def _build_response(result: LookupResult) -> EmailAddressValidated:
    return EmailAddressValidated(
        message=text(result.message),
        subscriber_token=result.profile.token or None,
        given_name=result.profile.given_name,
        family_name=result.profile.family_name,
        phone_number_e164=result.profile.phone,
        locale=result.locale,
        contactpref_sms=result.by_sms,
        contactpref_email=result.by_email,
    )


@endpoint(
    "/venuemgmtconsole/subscribers/validateEmailAddress",
    requires=Permission.RESIDENTS_LOOK_UP,
    uses=(Graph.CONSISTENT_READ, Service.COGNITO, Service.KMS, Service.REDIS),
)
def handler(body: ValidateEmailAddress, ctx: CallContext) -> EmailAddressValidated:
    scope = ctx.scope(Permission.RESIDENTS_LOOK_UP)
    return _build_response(lookup.by_email(ctx, body.resident, scope))
