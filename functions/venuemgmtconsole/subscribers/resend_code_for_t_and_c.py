"""Send a resident of the venue the code that they need now: the temporary password again, or a reset code."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.limits.model import TooManyRequests
from vault.people.references import CONTACT_FIELDS
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.sessions import recovery
from vault.sessions.recovery import NotificationChannel
from vault.sessions.references import SubscriberWithHomesRef
from vault.venues.references import VenueRef


class ResendResidentCode(SignedInRequest):
    venue: VenueRef
    person: Annotated[SubscriberWithHomesRef, Naming(by=CONTACT_FIELDS, first_only=True)]
    notification_channel: NotificationChannel | None = None


@endpoint(
    "/venuemgmtconsole/subscribers/resendCodeforTandC",
    requires=Permission.RESIDENTS_RESEND_CODE,
    command="Resident.resendCode",
    raises=(TooManyRequests,),
    uses=(Graph.WRITE, Queue.NOTIFICATIONS, Service.KMS, Service.REDIS),
    example={"venue_id": Placeholder.VENUE_ID, "email_address": Placeholder.SUBSCRIBER_EMAIL},
)
def handler(body: ResendResidentCode, ctx: CallContext) -> Response:
    sent = recovery.send_code_at(ctx, body.venue, body.person, body.notification_channel)
    return Response(message=text(Message.NONE if sent else Message.NOTHING_SENT))
