"""Send a person the code that they need now: a reset code, or the temporary password again."""

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.templates import Template
from vault.limits.model import TooManyRequests
from vault.people.references import SubscriberRef
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest
from vault.sessions import recovery
from vault.sessions.recovery import NotificationChannel

MESSAGES = {
    Template.WELCOME: Message.WELCOME_RESENT,
    Template.PASSWORD_RESET: Message.RESET_CODE_SENT,
    None: Message.NOTHING_SENT,
}


class InitiateReset(SignedInRequest):
    person: SubscriberRef
    notification_channel: NotificationChannel | None = None


@endpoint(
    "/subscriberconsole/initiateResetConsolePassword",
    requires=Permission.ACCOUNT_RESET,
    command="Subscriber.sendCode",
    raises=(TooManyRequests,),
    uses=(Graph.WRITE, Queue.NOTIFICATIONS, Service.KMS, Service.REDIS),
    example={"access_token": Placeholder.SUBSCRIBER_ACCESS_TOKEN, "subscriber_token": Placeholder.SUBSCRIBER_TOKEN},
)
def handler(body: InitiateReset, ctx: CallContext) -> ResponseWithStatus:
    sent = recovery.send_code(ctx, body.person, body.notification_channel)
    return ResponseWithStatus(message=text(MESSAGES[sent]))
