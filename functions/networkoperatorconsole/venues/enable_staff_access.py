"""Give a person a role at a venue; a new person gets a temporary password by mail.

Nobody grants a role to themself. Where somebody was shown the person's temporary password who could not have granted
this role, the person is mailed another code, the old code and password end, and so do all sessions; any other grant
changes nothing for a known person. Until a known person signs in, the venue's staff see no more of them than before.
"""

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission, Role
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.staff import service as staff
from vault.staff.fields import APPOINTMENT_EXAMPLE, Appointment
from vault.staff.model import OwnRole
from vault.staff.views import AppointedView


class EnableVenueStaffAccess(SignedInRequest, Appointment):
    pass


class VenueStaffAccessEnabled(Response, AppointedView):
    """The person as the request names them."""


@endpoint(
    "/networkoperatorconsole/venues/enableStaffAccess",
    requires=Permission.VENUE_STAFF_GRANT,
    command="Venue.enableStaff",
    raises=(OwnRole,),
    uses=(
        Graph.WRITE,
        Queue.NOTIFICATIONS,
        Service.COGNITO_READ,
        Service.COGNITO_SIGN_IN,
        Service.COGNITO_WRITE,
        Service.KMS,
    ),
    example=APPOINTMENT_EXAMPLE,
)
def handler(body: EnableVenueStaffAccess, ctx: CallContext) -> VenueStaffAccessEnabled:
    person = body.new_person()
    token = staff.appoint(ctx, body.member, person, Role(body.role), body.venue)
    return VenueStaffAccessEnabled.from_value(
        AppointedView.from_person(token, person), message=text(Message.STAFF_ENABLED)
    )
