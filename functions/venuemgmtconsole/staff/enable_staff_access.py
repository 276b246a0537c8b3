"""Give a person a role at the venue; a new person gets a temporary password by mail.

Nobody grants a role to themself. Where somebody was shown the person's temporary password who could not have granted
this role, the person is mailed another code, the old code and password end, and so do all sessions; any other grant
changes nothing for a known person. Until a known person signs in, the venue's staff see no more of them than before.
"""

from vault.callers.model import CallContext
from vault.kernel.contact import PersonName40
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission, Role
from vault.kernel.time import Instant, now
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.staff import service as staff
from vault.staff.fields import APPOINTMENT_EXAMPLE, Appointment
from vault.staff.model import OwnRole
from vault.staff.views import AppointedView


class EnableSiteStaffAccess(SignedInRequest, Appointment):
    family_name: PersonName40


class SiteStaffAccessEnabled(Response, AppointedView):
    date_added: Instant


@endpoint(
    "/venuemgmtconsole/staff/enableStaffAccess",
    requires=Permission.SITE_STAFF_GRANT,
    command="Site.enableStaff",
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
def handler(body: EnableSiteStaffAccess, ctx: CallContext) -> SiteStaffAccessEnabled:
    person = body.new_person()
    token = staff.appoint(ctx, body.member, person, Role(body.role), body.venue)
    appointed = AppointedView.from_person(token, person)
    return SiteStaffAccessEnabled.from_value(appointed, message=text(Message.STAFF_ENABLED), date_added=now())
