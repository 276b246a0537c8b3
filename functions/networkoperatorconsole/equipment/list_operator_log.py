"""Read what happened in the operator: who did what and when."""

from pydantic import Field

from vault.audit import entries as audit
from vault.audit import reading
from vault.audit.events import AuditEvent
from vault.audit.model import OPERATOR_WINDOW, LogWindowInvalid, Window
from vault.callers.model import Caller
from vault.kernel.permissions import Permission
from vault.kernel.time import Instant
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.log_page import LogPage, log_page_members
from vault.runtime.pagination import Paged


class ListOperatorLog(Paged):
    access_token: str
    window_to: Instant | None = None
    window_from: Instant | None = None
    function_name: str = Field("", max_length=256)


class OperatorLog(LogPage):
    log_count: int
    log_returned: int


@endpoint(
    "/networkoperatorconsole/equipment/listOperatorLog",
    requires=Permission.OPERATOR_LOG_READ,
    raises=(LogWindowInvalid,),
    uses=(Graph.CONSISTENT_READ, Service.COGNITO, Service.KMS, Service.REDIS),
)
def handler(body: ListOperatorLog, caller: Caller) -> OperatorLog:
    window = Window.of(body.window_from, body.window_to, OPERATOR_WINDOW)
    found = reading.of_operator(caller.operator.id, window, body.function_name)
    shown = log_page_members(caller, found, body.pagination)
    audit.record(caller, AuditEvent.OPERATOR_LOG_READ)
    return OperatorLog(log_count=found.count, log_returned=len(shown["log"]), **shown)
