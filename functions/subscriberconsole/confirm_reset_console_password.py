"""Set a new password, which is also the Wi-Fi key, with the code that was sent."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.errors import AccessDenied
from vault.kernel.fields import NewPassword
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.keys.model import PasswordCollides
from vault.limits.model import TooManyRequests
from vault.people.codes import CodeRefused
from vault.runtime.endpoint import Graph, Queue, Service, Token, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.sessions import passwords
from vault.sessions.references import SigningInRef


class ConfirmReset(SignedInRequest):
    subscriber_token: str = Field(max_length=100)
    otp: str = Field(min_length=8, max_length=8)
    new_password: NewPassword
    person: Annotated[SigningInRef | None, Naming(may_be_new=True, any_venue=True)] = None

    def proof(self) -> passwords.Proof:
        return passwords.Proof({"subscriber_token": self.subscriber_token}, self.otp)


@endpoint(
    "/subscriberconsole/confirmResetConsolePassword",
    requires=Permission.PUBLIC,
    token=Token.ALLOW_EXPIRED_OR_NONE,
    command="Subscriber.resetPassword",
    raises=(AccessDenied, CodeRefused, PasswordCollides, TooManyRequests),
    uses=(
        Graph.WRITE,
        Queue.NOTIFICATIONS,
        Service.COGNITO_READ,
        Service.COGNITO_SIGN_IN,
        Service.COGNITO_WRITE,
        Service.KMS,
        Service.REDIS,
    ),
    example={
        "access_token": "",
        "subscriber_token": Placeholder.SUBSCRIBER_TOKEN,
        "otp": Placeholder.RESET_CODE,
        "new_password": f"another-Password{Placeholder.UNIQUE}",
    },
)
def handler(body: ConfirmReset, ctx: CallContext) -> Response:
    passwords.reset_password(ctx, body.person, body.proof(), body.new_password)
    return Response(message=text(Message.PASSWORD_CHANGED))
