"""Remove every operator-wide role from a person."""

from vault.callers.model import CallContext
from vault.kernel.contact import EmailAddress
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.time import Instant, now
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest
from vault.staff import service as staff
from vault.staff.model import LastAdministrator, OwnAccess, RoleNotHeld
from vault.staff.references import StaffRef


class DisableOperatorStaffAccess(SignedInRequest):
    email_address: EmailAddress
    member: StaffRef


class OperatorStaffAccessDisabled(ResponseWithStatus):
    email_address: str
    disabled_date_time: Instant
    operator_id: str
    roles_removed: list[str]


@endpoint(
    "/networkoperatorconsole/staff/disableStaffAccess",
    requires=Permission.OPERATOR_STAFF_REVOKE,
    command="Staff.disable",
    raises=(OwnAccess, RoleNotHeld, LastAdministrator),
    uses=(Graph.WRITE,),
    example={"email_address": Placeholder.OPERATOR_STAFF_EMAIL},
)
def handler(body: DisableOperatorStaffAccess, ctx: CallContext) -> OperatorStaffAccessDisabled:
    roles = staff.disable_everywhere(ctx, body.member)
    return OperatorStaffAccessDisabled.from_value(
        body,
        message=text(Message.STAFF_DISABLED),
        disabled_date_time=now(),
        operator_id=ctx.operator.id,
        roles_removed=[*roles],
    )
