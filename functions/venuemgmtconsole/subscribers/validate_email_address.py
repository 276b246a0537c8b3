"""Look up an e-mail address: the profile of a resident of the caller's venues, or whether the address is taken."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.contact import EmailAddress
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.person_text import PersonText
from vault.kernel.placeholders import Placeholder
from vault.people.views import PreferencesView, ProfileView
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.subscribers import lookup
from vault.subscribers.references import ResidentRef


class ValidateEmailAddress(SignedInRequest):
    email_address: EmailAddress
    resident: Annotated[ResidentRef | None, Naming(by=("email_address",), may_be_new=True, any_venue=True)] = None


class EmailAddressValidated(Response, PreferencesView):
    subscriber_token: str | None
    given_name: PersonText
    family_name: PersonText
    phone_number_e164: PersonText


@endpoint(
    "/venuemgmtconsole/subscribers/validateEmailAddress",
    requires=Permission.RESIDENTS_LOOK_UP,
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.KMS, Service.REDIS),
    example={"email_address": Placeholder.SUBSCRIBER_EMAIL},
)
def handler(body: ValidateEmailAddress, ctx: CallContext) -> EmailAddressValidated:
    scope = ctx.scope(Permission.RESIDENTS_LOOK_UP)
    found = lookup.by_email(ctx, body.resident, scope)
    profile, preferences = ProfileView.from_profile(found.profile), PreferencesView.from_preferences(found)
    token = found.profile.token or None
    return EmailAddressValidated.from_value(profile, preferences, message=text(found.message), subscriber_token=token)
