"""Remove every operator-wide role from a person."""

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.contact import EmailAddress
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.time import Instant, now
from vault.people.model import PersonNotFound
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Request, ResponseWithStatus
from vault.staff import service as staff
from vault.staff.model import LastAdministrator, OwnAccess, RoleNotHeld
from vault.staff.references import OperatorStaffRef


class DisableStaffAccess(Request):
    access_token: str
    email_address: EmailAddress
    member: OperatorStaffRef
    operator_id: str | None = Field(None, max_length=512)


class StaffAccessDisabled(ResponseWithStatus):
    email_address: str
    disabled_date_time: Instant
    operator_id: str
    roles_removed: list[str]


@endpoint(
    "/networkoperatorconsole/staff/disableStaffAccess",
    requires=Permission.OPERATOR_STAFF_REVOKE,
    command="Staff.disable",
    raises=(PersonNotFound, OwnAccess, RoleNotHeld, LastAdministrator),
    uses=(Graph.WRITE,),
)
def handler(body: DisableStaffAccess, ctx: CallContext) -> StaffAccessDisabled:
    roles = staff.disable_everywhere(ctx, body.member)
    return StaffAccessDisabled.from_value(
        body,
        message=text(Message.STAFF_DISABLED),
        disabled_date_time=now(),
        operator_id=ctx.operator.id,
        roles_removed=[*roles],
    )
