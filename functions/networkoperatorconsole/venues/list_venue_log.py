"""Read a venue's audit log: who did what and when; venue staff do not see network equipment and security."""

from typing import Annotated

from vault.audit import entries as audit
from vault.audit import log_reader
from vault.audit.events import AuditEvent
from vault.audit.model import HIDDEN_KINDS, MAX_ENTRIES, VENUE_WINDOW, LogEntries, LogWindowInvalid, Window
from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.contact import EmailAddress
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.time import Instant
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.log_page import LogPage, build_log_page
from vault.runtime.models import SignedInRequest
from vault.runtime.pagination import Paged
from vault.staff.references import StaffRef
from vault.venues.references import VenueRef


class ListVenueLog(SignedInRequest, Paged):
    venue: VenueRef
    window_from: Instant | None = None
    window_to: Instant | None = None
    administrator: EmailAddress | None = None
    member: Annotated[StaffRef | None, Naming(by=("administrator",), may_be_new=True, any_venue=True)] = None

    def read_log(self, ctx: CallContext) -> LogEntries:
        """The entries of the window; none for an administrator's address that belongs to no person."""
        window = Window.from_bounds(self.window_from, self.window_to, VENUE_WINDOW)
        administrator = (self.member.token if self.member else "") if self.administrator else None
        hidden = () if ctx.scope(Permission.VENUE_LOG_READ).operator else HIDDEN_KINDS
        return log_reader.read_venue_log(self.venue.id, window, administrator, hidden=hidden)


class VenueLog(LogPage):
    venue_log_count: int


def _log_message(log: LogEntries) -> JoinedTexts:
    parts = [text(Message.VENUE_LOG_READ, count=len(log.entries))]
    if log.count > len(log.entries):
        parts.append(text(Message.LOG_CUT, most=MAX_ENTRIES))
    return JoinedTexts(tuple(parts))


@endpoint(
    "/networkoperatorconsole/venues/listVenueLog",
    requires=Permission.VENUE_LOG_READ,
    raises=(LogWindowInvalid,),
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.KMS, Service.REDIS),
    example={"venue_id": Placeholder.VENUE_ID, "pagination": {"limit": 10}},
)
def handler(body: ListVenueLog, ctx: CallContext) -> VenueLog:
    log = body.read_log(ctx)
    page = build_log_page(ctx, log, body.pagination)
    audit.record(ctx, AuditEvent.VENUE_LOG_READ, venue_id=body.venue.id)
    return VenueLog.from_value(page, message=_log_message(log), venue_log_count=len(log.entries))
