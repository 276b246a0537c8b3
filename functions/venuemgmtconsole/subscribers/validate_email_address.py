"""Look an e-mail address up: the profile of a resident of the caller's venues, or whether the address is taken."""

from vault.callers.model import Caller
from vault.kernel.contact import EmailAddress
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.people.fields import PersonText
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Request, Response
from vault.subscribers import looking
from vault.subscribers.looking import Seen
from vault.subscribers.references import ResidentByEmailRef


class ValidateEmailAddress(Request):
    access_token: str
    email_address: EmailAddress
    resident: ResidentByEmailRef = None


class EmailAddressValidated(Response):
    subscriber_token: str | None
    given_name: PersonText
    family_name: PersonText
    phone_number_e164: PersonText
    locale: str
    contactpref_sms: bool
    contactpref_email: bool


def answered(seen: Seen) -> EmailAddressValidated:
    return EmailAddressValidated(
        message=text(seen.message),
        subscriber_token=seen.profile.token or None,
        given_name=seen.profile.given_name,
        family_name=seen.profile.family_name,
        phone_number_e164=seen.profile.phone,
        locale=seen.locale,
        contactpref_sms=seen.by_sms,
        contactpref_email=seen.by_email,
    )


@endpoint(
    "/venuemgmtconsole/subscribers/validateEmailAddress",
    requires=Permission.RESIDENTS_LOOK_UP,
    uses=(Graph.CONSISTENT_READ, Service.COGNITO, Service.KMS, Service.REDIS),
)
def handler(body: ValidateEmailAddress, caller: Caller) -> EmailAddressValidated:
    scope = caller.scope(Permission.RESIDENTS_LOOK_UP)
    return answered(looking.up(caller, body.resident, scope))
