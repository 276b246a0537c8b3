"""Read the latest 100 entries of a unit's audit log; venue staff do not see network equipment and security."""

from typing import Annotated

from vault.audit import entries as audit
from vault.audit import log_reader
from vault.audit.events import AuditEvent
from vault.audit.model import HIDDEN_KINDS, MAX_LATEST, WHOLE_WINDOW, LogEntries, Window
from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.log_page import LogPage, build_log_page
from vault.runtime.models import SignedInRequest
from vault.runtime.pagination import Paged
from vault.units.references import UnitAtVenueRef
from vault.venues.references import VenueRef


class ListLatestUnitLog(SignedInRequest, Paged):
    unit: Annotated[UnitAtVenueRef, Naming(by=("unit_id_internal", "external_venue_unit_id"))]
    venue: Annotated[VenueRef | None, Naming(by=("external_venue_id", "venue_id"), first_only=True)] = None

    def read_log(self, ctx: CallContext) -> LogEntries:
        hidden = () if ctx.scope(Permission.UNIT_LOG_READ).operator else HIDDEN_KINDS
        window = Window.from_bounds(None, None, WHOLE_WINDOW)
        return log_reader.read_unit_log(self.unit.id, self.unit.venue_id, window, hidden=hidden, most=MAX_LATEST)


class LatestUnitLog(LogPage):
    unit_id_internal: str


@endpoint(
    "/venuemgmtconsole/venue_units/listVenueUnitLog",
    requires=Permission.UNIT_LOG_READ,
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.KMS, Service.REDIS),
    example={
        "venue_id": Placeholder.VENUE_ID,
        "unit_id_internal": Placeholder.UNIT_ID,
        "pagination": {"limit": 10},
    },
)
def handler(body: ListLatestUnitLog, ctx: CallContext) -> LatestUnitLog:
    page = build_log_page(ctx, body.read_log(ctx), body.pagination, newest_first=True)
    audit.record(ctx, AuditEvent.UNIT_LOG_READ, venue_id=body.unit.venue_id, unit_id=body.unit.id)
    return LatestUnitLog.from_value(page, unit_id_internal=body.unit.id)
