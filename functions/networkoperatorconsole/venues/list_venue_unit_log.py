"""Read a unit's audit log: who did what and when; venue staff do not see network equipment and security."""

from vault.audit import entries as audit
from vault.audit import log_reader
from vault.audit.events import AuditEvent
from vault.audit.model import HIDDEN_KINDS, MAX_ENTRIES, VENUE_WINDOW, LogEntries, LogWindowInvalid, Window
from vault.callers.model import CallContext
from vault.kernel.locales import SUPPORTED_LOCALES
from vault.kernel.message_keys import Message
from vault.kernel.messages import Text, text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.time import Instant
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.log_page import LogPage, build_log_page
from vault.runtime.models import SignedInRequest
from vault.runtime.pagination import Paged
from vault.units.references import UnitRef
from vault.venues.references import VenueRef


class ListVenueUnitLog(SignedInRequest, Paged):
    venue: VenueRef
    unit: UnitRef
    window_from: Instant | None = None
    window_to: Instant | None = None

    def read_log(self, ctx: CallContext) -> LogEntries:
        window = Window.from_bounds(self.window_from, self.window_to, VENUE_WINDOW)
        hidden = () if ctx.scope(Permission.UNIT_LOG_READ).operator else HIDDEN_KINDS
        return log_reader.read_unit_log(self.unit.id, self.venue.id, window, hidden=hidden)


class UnitLogInWindow(LogPage):
    supported_locales: dict[str, str] = SUPPORTED_LOCALES


def _log_message(log: LogEntries) -> Text:
    return text(Message.LOG_CUT, most=MAX_ENTRIES) if log.count > len(log.entries) else text(Message.NONE)


@endpoint(
    "/networkoperatorconsole/venues/listVenueUnitLog",
    requires=Permission.UNIT_LOG_READ,
    raises=(LogWindowInvalid,),
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.KMS, Service.REDIS),
    example={
        "venue_id": Placeholder.VENUE_ID,
        "unit_id_internal": Placeholder.UNIT_ID,
        "pagination": {"limit": 10},
    },
)
def handler(body: ListVenueUnitLog, ctx: CallContext) -> UnitLogInWindow:
    log = body.read_log(ctx)
    page = build_log_page(ctx, log, body.pagination)
    audit.record(ctx, AuditEvent.UNIT_LOG_READ, venue_id=body.venue.id, unit_id=body.unit.id)
    return UnitLogInWindow.from_value(page, message=_log_message(log))
