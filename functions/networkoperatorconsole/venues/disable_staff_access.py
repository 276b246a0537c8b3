"""Remove a role at a venue from a person, immediately or at a later date."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.contact import EmailAddress
from vault.kernel.fields import Line256
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.time import Instant, now
from vault.kernel.wire import Choice
from vault.runtime.endpoint import Graph, Queue, endpoint
from vault.runtime.models import Response, SignedInRequest, Wire
from vault.staff import service as staff
from vault.staff.model import OwnAccess, RevocableRole, Revocation, RevocationReason, RoleNotHeld
from vault.staff.references import StaffRef
from vault.staff.views import MemberView, RevocationView
from vault.venues.references import VenueRef
from vault.venues.views import VenueSummary


class NotificationPreferences(Wire):
    contactpref_email: bool = True
    contactpref_sms: bool = False


class DisableVenueStaffAccess(SignedInRequest):
    venue: VenueRef
    staff_email_address: EmailAddress
    member: Annotated[StaffRef, Naming(by=("staff_email_address",))]
    role: Choice[RevocableRole]
    revocation_reason: Choice[RevocationReason] | None = None
    effective_date: Instant | None = None
    notification_preferences: NotificationPreferences | None = None
    audit_notes: Line256 = ""

    def revocation(self) -> Revocation:
        preferences = self.notification_preferences
        channels = (
            ("",)
            if preferences is None
            else ("email",) * preferences.contactpref_email + ("sms",) * preferences.contactpref_sms
        )
        return Revocation(self.role, self.revocation_reason, self.audit_notes, self.effective_date or now(), channels)


class VenueStaffAccessDisabled(Response):
    success: bool = True
    revocation_id: str
    staff_member: MemberView
    venue: VenueSummary
    audit: RevocationView


@endpoint(
    "/networkoperatorconsole/venues/disableStaffAccess",
    requires=Permission.VENUE_STAFF_REVOKE,
    command="Venue.disableStaff",
    raises=(OwnAccess, RoleNotHeld),
    uses=(Graph.WRITE, Queue.NOTIFICATIONS),
    example={
        "venue_id": Placeholder.VENUE_ID,
        "staff_email_address": Placeholder.VENUE_STAFF_EMAIL,
        "role": "LeasingAgent",
        "revocation_reason": "RoleChange",
    },
)
def handler(body: DisableVenueStaffAccess, ctx: CallContext) -> VenueStaffAccessDisabled:
    details = body.revocation()
    revocation_id = staff.revoke(ctx, body.member, body.venue, details)
    member = MemberView.from_member(body.member, body.staff_email_address, body.role)
    venue, record = VenueSummary.from_venue(body.venue), RevocationView.from_revocation(details)
    message = text(Message.STAFF_REMOVAL_SCHEDULED if details.at > now() else Message.STAFF_DISABLED)
    return VenueStaffAccessDisabled.from_value(
        message=message, revocation_id=revocation_id, staff_member=member, venue=venue, audit=record
    )
