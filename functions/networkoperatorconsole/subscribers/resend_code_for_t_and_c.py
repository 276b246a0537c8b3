"""Send a subscriber of the operator the code that they need now: a reset code, or the temporary password again."""

import enum
from typing import Annotated

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.wire import Choice
from vault.limits.model import TooManyRequests
from vault.people.references import SubscriberRef
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest
from vault.sessions import recovery


class CapitalChannel(enum.StrEnum):
    """The notification channel; this endpoint writes it in capitals."""

    EMAIL = "EMAIL"
    SMS = "SMS"


class ResendSubscriberCode(SignedInRequest):
    person: Annotated[SubscriberRef, Naming(by=("subscriber_token", "email_address", "phone_number"), first_only=True)]
    notification_channel: Choice[CapitalChannel] | None = None


@endpoint(
    "/networkoperatorconsole/subscribers/resendCodeforTandC",
    requires=Permission.SUBSCRIBERS_RESEND_CODE,
    command="Subscriber.resendCode",
    raises=(TooManyRequests,),
    uses=(Graph.WRITE, Queue.NOTIFICATIONS, Service.KMS, Service.REDIS),
    example={"subscriber_token": Placeholder.SUBSCRIBER_TOKEN},
)
def handler(body: ResendSubscriberCode, ctx: CallContext) -> ResponseWithStatus:
    sent = recovery.send_code(ctx, body.person, body.notification_channel)
    return ResponseWithStatus(message=text(Message.RESET_NOTIFICATION_SENT if sent else Message.NOTHING_SENT))
