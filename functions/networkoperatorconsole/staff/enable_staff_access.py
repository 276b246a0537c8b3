"""Give a person a staff role in the operator or at a venue; a new person gets a temporary password by mail.

Nobody grants a role to themself. Where somebody was shown the person's temporary password who could not have granted
this role, the person is mailed another code, the old code and password end, and so do all sessions; any other grant
changes nothing for a known person. Until a known person signs in, the venue's staff see no more of them than before.
"""

from typing import Annotated

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.contact import EmailAddress, PersonName40
from vault.kernel.errors import FieldMissing
from vault.kernel.locales import SUPPORTED_LOCALES
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission, Role
from vault.kernel.vocabulary import wire_name
from vault.kernel.wire import Choice
from vault.people.model import NewPerson
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest, Wire
from vault.staff import service as staff
from vault.staff.fields import APPOINTMENT_EXAMPLE
from vault.staff.model import NamesNeeded, OwnRole, RoleNotYours, StaffRole, VenueNeeded
from vault.staff.references import OperatorDomainRef, StaffRef
from vault.venues.references import VenueRef


class EnableOperatorStaffAccess(SignedInRequest):
    email_address: EmailAddress
    member: Annotated[StaffRef | None, Naming(may_be_new=True, any_venue=True)] = None
    given_name: PersonName40 | None = None
    family_name: PersonName40 | None = None
    role: Choice[StaffRole] | None = None
    venue: VenueRef | None = None
    named_domain: Annotated[OperatorDomainRef | None, Naming(any_venue=True)] = None

    def required_role(self) -> Role:
        """The role, documented as optional but needed. Raises FieldMissing."""
        if self.role is None:
            raise FieldMissing(field=wire_name("role"))
        return Role(self.role)

    def new_person(self) -> NewPerson:
        return NewPerson(self.email_address, "", self.given_name or "", self.family_name or "")


class Account(Wire):
    subscriber_token: str
    cognito_username: str
    roles: list[str]


class OperatorStaffAccessEnabled(ResponseWithStatus):
    data: Account
    supported_locales: dict[str, str] = SUPPORTED_LOCALES


@endpoint(
    "/networkoperatorconsole/staff/enableStaffAccess",
    requires=Permission.STAFF_GRANT,
    command="Staff.enable",
    raises=(OwnRole, RoleNotYours, VenueNeeded, NamesNeeded),
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
def handler(body: EnableOperatorStaffAccess, ctx: CallContext) -> OperatorStaffAccessEnabled:
    role = body.required_role()
    token = staff.appoint(ctx, body.member, body.new_person(), role, body.venue)
    held = body.member.roles_at(body.venue.id if body.venue else ctx.operator.id) if body.member else []
    account = Account.from_value(subscriber_token=token, cognito_username=token, roles=sorted({*held, role}))
    return OperatorStaffAccessEnabled.from_value(message=text(Message.STAFF_ENABLED), data=account)
