"""Accept the terms and set a password, also the Wi-Fi key; an expired temporary password is replaced by mail."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.contact import EmailAddress, PhoneNumber
from vault.kernel.fields import NewPassword
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.keys.model import PasswordCollides
from vault.limits.model import TooManyRequests
from vault.people.codes import CodeRefused
from vault.runtime.endpoint import Graph, Queue, Service, Token, endpoint
from vault.runtime.models import Request, Response
from vault.sessions import passwords
from vault.sessions.model import TemporaryPasswordExpired, TermsAlreadyAccepted
from vault.sessions.references import SIGNING_IN, SigningInRef


class AcceptTerms(Request):
    email_address: EmailAddress | None = None
    phone_number: PhoneNumber | None = None
    subscriber_token: str | None = Field(None, max_length=100)
    temporary_password: str = Field(min_length=1, max_length=128)
    new_password: NewPassword
    person: Annotated[SigningInRef | None, SIGNING_IN] = None

    def proof(self) -> passwords.Proof:
        names = {
            "email_address": self.email_address,
            "phone_number": self.phone_number,
            "subscriber_token": self.subscriber_token,
        }
        return passwords.Proof(names, self.temporary_password)


@endpoint(
    "/subscriberconsole/acceptTandC",
    requires=Permission.PUBLIC,
    token=Token.PUBLIC,
    command="Subscriber.acceptTerms",
    raises=(CodeRefused, TemporaryPasswordExpired, TermsAlreadyAccepted, PasswordCollides, TooManyRequests),
    uses=(
        Graph.WRITE,
        Queue.NOTIFICATIONS,
        Queue.WEBHOOKS,
        Service.COGNITO_READ,
        Service.COGNITO_WRITE,
        Service.KMS,
        Service.REDIS,
    ),
    example={
        "email_address": Placeholder.PENDING_EMAIL,
        "temporary_password": Placeholder.TEMPORARY_PASSWORD,
        "new_password": f"chosen-Password{Placeholder.UNIQUE}",
    },
)
def handler(body: AcceptTerms, ctx: CallContext) -> Response:
    passwords.accept_terms(ctx, body.person, body.proof(), body.new_password)
    return Response(message=text(Message.TERMS_ACCEPTED))
