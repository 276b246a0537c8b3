"""Prove the caller's phone number by a code that an SMS carried; an endpoint of VAULT's own, outside the documents."""

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.limits.model import TooManyRequests
from vault.people.codes import CodeRefused
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.sessions import phone_numbers
from vault.sessions.references import OwnNumbersRef


class ConfirmPhoneNumber(SignedInRequest):
    """Without OTP a code is sent to the number."""

    person: OwnNumbersRef
    otp: str | None = Field(None, min_length=8, max_length=8)


@endpoint(
    "/subscriberconsole/confirmPhoneNumber",
    requires=Permission.ACCOUNT_UPDATE,
    command="Subscriber.confirmPhone",
    raises=(CodeRefused, TooManyRequests),
    uses=(Graph.WRITE, Queue.NOTIFICATIONS, Service.KMS, Service.REDIS),
    example={"access_token": Placeholder.SUBSCRIBER_ACCESS_TOKEN},
)
def handler(body: ConfirmPhoneNumber, ctx: CallContext) -> Response:
    return Response(message=text(phone_numbers.prove_number(ctx, body.person, body.otp)))
