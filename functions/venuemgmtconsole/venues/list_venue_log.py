"""Read the latest 100 entries of a venue's audit log; venue staff do not see network equipment and security."""

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
from vault.venues.references import VenueRef


class ListLatestVenueLog(SignedInRequest, Paged):
    venue: Annotated[VenueRef, Naming(by=("external_venue_id", "venue_id"), documented=("venue_id",), first_only=True)]

    def read_log(self, ctx: CallContext) -> LogEntries:
        hidden = () if ctx.scope(Permission.VENUE_LOG_READ).operator else HIDDEN_KINDS
        window = Window.from_bounds(None, None, WHOLE_WINDOW)
        return log_reader.read_venue_log(self.venue.id, window, hidden=hidden, most=MAX_LATEST)


class LatestVenueLog(LogPage):
    venue_id: str


@endpoint(
    "/venuemgmtconsole/venues/listVenueLog",
    requires=Permission.VENUE_LOG_READ,
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.KMS, Service.REDIS),
    example={"venue_id": Placeholder.VENUE_ID, "pagination": {"limit": 10}},
)
def handler(body: ListLatestVenueLog, ctx: CallContext) -> LatestVenueLog:
    page = build_log_page(ctx, body.read_log(ctx), body.pagination, newest_first=True)
    audit.record(ctx, AuditEvent.VENUE_LOG_READ, venue_id=body.venue.id)
    return LatestVenueLog.from_value(page, venue_id=body.venue.id)
