"""Read what happened in the operator: who did what and when."""

from typing import Any

from pydantic import Field

from vault.audit import entries as audit
from vault.audit import reading, shown
from vault.audit.model import OPERATOR_WINDOW, LogWindowInvalid, Window
from vault.callers.model import Caller
from vault.kernel.permissions import Permission
from vault.kernel.time import Instant
from vault.people.administrators import named
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response
from vault.runtime.pages import Page, Paged, cut


class ListOperatorLog(Paged):
    access_token: str
    window_to: Instant | None = None
    window_from: Instant | None = None
    function_name: str = Field("", max_length=256)


class OperatorLog(Response):
    log: list[dict[str, Any]]
    log_count: int
    log_returned: int
    page: Page | None = None


@endpoint(
    "/networkoperatorconsole/equipment/listOperatorLog",
    requires=Permission.OPERATOR_LOG_READ,
    raises=(LogWindowInvalid,),
    uses=(Graph.FRESH, Service.COGNITO, Service.KMS, Service.REDIS),
)
def handler(body: ListOperatorLog, caller: Caller) -> OperatorLog:
    window = Window.of(body.window_from, body.window_to, OPERATOR_WINDOW)
    found = reading.of_operator(caller.operator.id, window, body.function_name)
    rows, page = cut(shown.entries(found, named(caller, found.administrators)), body.pagination)
    audit.record(caller, "Operator log read")
    return OperatorLog(log=list(rows.values()), log_count=found.count, log_returned=len(rows), page=page)
