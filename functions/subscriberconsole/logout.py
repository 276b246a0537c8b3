"""Sign out on every device, immediately."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.sessions import service as sessions
from vault.venues.references import ANY_VENUE, VenueRef


class Logout(SignedInRequest):
    venue: Annotated[VenueRef, ANY_VENUE]


@endpoint(
    "/subscriberconsole/logout",
    requires=Permission.ACCOUNT_SESSION,
    command="Subscriber.signOut",
    uses=(Graph.WRITE, Service.COGNITO_SIGN_IN, Service.KMS),
    example={"access_token": Placeholder.SUBSCRIBER_ACCESS_TOKEN, "venue_id": Placeholder.VENUE_ID},
)
def handler(body: Logout, ctx: CallContext) -> Response:
    sessions.sign_out(ctx, body.venue.id)
    return Response(message=text(Message.LOGGED_OUT))
