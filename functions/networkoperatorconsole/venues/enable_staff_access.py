"""Give a person a role at a venue; a new person gets a temporary password by mail."""

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission, Role
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.staff import service as staff
from vault.staff.fields import Appointment
from vault.staff.views import AppointedView


class EnableVenueStaffAccess(SignedInRequest, Appointment):
    pass


class VenueStaffAccessEnabled(Response, AppointedView):
    """The person as the request names them."""


@endpoint(
    "/networkoperatorconsole/venues/enableStaffAccess",
    requires=Permission.VENUE_STAFF_GRANT,
    command="Venue.enableStaff",
    uses=(Graph.WRITE, Queue.NOTIFICATIONS, Service.COGNITO_READ, Service.COGNITO_WRITE, Service.KMS),
    example={
        "venue_id": Placeholder.VENUE_ID,
        "role": "LeasingAgent",
        "email_address": f"staff{Placeholder.UNIQUE}@homes.example",
        "given_name": "Ada",
        "family_name": "Okafor",
    },
)
def handler(body: EnableVenueStaffAccess, ctx: CallContext) -> VenueStaffAccessEnabled:
    person = body.new_person()
    token = staff.appoint(ctx, body.member, person, Role(body.role), body.venue)
    return VenueStaffAccessEnabled.from_value(
        AppointedView.from_person(token, person), message=text(Message.STAFF_ENABLED)
    )
