"""Remove every role at the venue from a person; the account remains."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.staff import service as staff
from vault.staff.model import OwnAccess, RoleNotHeld
from vault.staff.references import StaffRef
from vault.venues.references import VenueRef


class DisableSiteStaffAccess(SignedInRequest):
    venue: VenueRef
    member: Annotated[StaffRef, Naming(by=("email_address", "subscriber_token"))]


@endpoint(
    "/venuemgmtconsole/staff/disableStaffAccess",
    requires=Permission.SITE_STAFF_REVOKE,
    command="Site.disableStaff",
    raises=(OwnAccess, RoleNotHeld),
    uses=(Graph.WRITE,),
    example={"venue_id": Placeholder.VENUE_ID, "email_address": Placeholder.VENUE_STAFF_EMAIL},
)
def handler(body: DisableSiteStaffAccess, ctx: CallContext) -> Response:
    staff.disable_at_venue(ctx, body.member, body.venue)
    return Response(message=text(Message.OPERATION_COMPLETE))
