"""Read the operator's audit log: who did what and when."""

from pydantic import Field

from vault.audit import entries as audit
from vault.audit import log_reader
from vault.audit.events import AuditEvent
from vault.audit.model import OPERATOR_WINDOW, LogWindowInvalid, Window
from vault.callers.model import CallContext
from vault.kernel.mac import MacAddressAnyForm
from vault.kernel.permissions import Permission
from vault.kernel.time import Instant
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.log_page import LogPage, build_log_page
from vault.runtime.models import SignedInRequest
from vault.runtime.pagination import Paged


class ListOperatorLog(SignedInRequest, Paged):
    window_to: Instant | None = None
    window_from: Instant | None = None
    function_name: str = Field("", max_length=256)
    mac_address: MacAddressAnyForm | None = None


class OperatorLog(LogPage):
    log_count: int
    log_returned: int


@endpoint(
    "/networkoperatorconsole/equipment/listOperatorLog",
    requires=Permission.OPERATOR_LOG_READ,
    raises=(LogWindowInvalid,),
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.KMS, Service.REDIS),
    example={"pagination": {"limit": 10}},
)
def handler(body: ListOperatorLog, ctx: CallContext) -> OperatorLog:
    window = Window.from_bounds(body.window_from, body.window_to, OPERATOR_WINDOW)
    log = log_reader.read_operator_log(ctx.operator.id, window, body.function_name, body.mac_address)
    page = build_log_page(ctx, log, body.pagination)
    audit.record(ctx, AuditEvent.OPERATOR_LOG_READ)
    return OperatorLog.from_value(page, log_count=log.count, log_returned=len(page.log))
