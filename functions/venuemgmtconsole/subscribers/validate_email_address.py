"""Look up an e-mail address: the profile of a resident of the caller's venues, or whether the address is taken."""

from vault.callers.model import CallContext
from vault.kernel.contact import EmailAddress
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.person_text import PersonText
from vault.people.views import PreferencesView, ProfileView
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Request, Response
from vault.subscribers import lookup
from vault.subscribers.references import ResidentByEmailRef


class ValidateEmailAddress(Request):
    access_token: str
    email_address: EmailAddress
    resident: ResidentByEmailRef = None


class EmailAddressValidated(Response, PreferencesView):
    subscriber_token: str | None
    given_name: PersonText
    family_name: PersonText
    phone_number_e164: PersonText


@endpoint(
    "/venuemgmtconsole/subscribers/validateEmailAddress",
    requires=Permission.RESIDENTS_LOOK_UP,
    uses=(Graph.CONSISTENT_READ, Service.COGNITO, Service.KMS, Service.REDIS),
)
def handler(body: ValidateEmailAddress, ctx: CallContext) -> EmailAddressValidated:
    scope = ctx.scope(Permission.RESIDENTS_LOOK_UP)
    found = lookup.by_email(ctx, body.resident, scope)
    profile, preferences = ProfileView.from_profile(found.profile), PreferencesView.from_preferences(found)
    token = found.profile.token or None
    return EmailAddressValidated.from_value(profile, preferences, message=text(found.message), subscriber_token=token)
