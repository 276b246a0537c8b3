"""Change a person's names, phone number, preferences, locale, external id or status, as far as the caller may.

A phone number signs in at once, and is refused while another person has it. It is unproven until a code was used that
an SMS carried there. Until then no code that resets a password goes to a number that the person set themself, and after
24 hours the next who claims it has it. A person changes their number three times a day at most.
"""

from vault.callers.model import CallContext
from vault.devices.model import sessions_continue
from vault.kernel.contact import PersonName50, PhoneNumber
from vault.kernel.errors import FieldNotYours
from vault.kernel.fields import Line100
from vault.kernel.locales import LenientLocale
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.wire import Choice
from vault.limits.model import TooManyRequests
from vault.people.model import ExternalSubscriberIdTaken, LastAdministrator, PhoneNumberTaken
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.subscribers import profile
from vault.subscribers.profile import PersonWithIdentitiesRef, StatusInput, StatusNotPossible

FIELDS = {"given_name", "family_name", "phone_number", "contactpref_sms", "locale", "external_subscriber_id", "status"}


class UpdatePii(SignedInRequest):
    person: PersonWithIdentitiesRef
    given_name: PersonName50 | None = None
    family_name: PersonName50 | None = None
    phone_number: PhoneNumber | None = None
    contactpref_sms: bool | None = None
    locale: LenientLocale | None = None
    external_subscriber_id: Line100 | None = None
    status: Choice[StatusInput] | None = None


@endpoint(
    "/subscriberconsole/updatePII",
    requires=Permission.ACCOUNT_UPDATE,
    command="Subscriber.update",
    raises=(
        FieldNotYours,
        StatusNotPossible,
        PhoneNumberTaken,
        TooManyRequests,
        LastAdministrator,
        ExternalSubscriberIdTaken,
    ),
    uses=(Graph.WRITE, Service.COGNITO_READ, Service.COGNITO_WRITE, Service.KMS, Service.REDIS),
    example={
        "access_token": Placeholder.SUBSCRIBER_ACCESS_TOKEN,
        "subscriber_token": Placeholder.SUBSCRIBER_TOKEN,
        "contactpref_sms": True,
    },
)
def handler(body: UpdatePii, ctx: CallContext) -> Response:
    profile.update(ctx, body.person, body.model_dump(include=FIELDS))
    return Response(message=sessions_continue() if body.status is StatusInput.SUSPENDED else text(Message.NONE))
