"""Read what happened at a venue: who did what and when; venue staff see no network equipment and security."""

from pydantic import Field

from vault.audit import entries as audit
from vault.audit import reading
from vault.audit.events import AuditEvent
from vault.audit.model import MOST_ENTRIES, VENUE_WINDOW, Found, LogWindowInvalid, Window
from vault.callers.model import Caller
from vault.kernel.contact import EmailAddress
from vault.kernel.message_keys import Message
from vault.kernel.messages import Texts, text
from vault.kernel.permissions import Permission
from vault.kernel.time import Instant
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.log_page import LogPage, log_page_members
from vault.runtime.pagination import Paged
from vault.staff.references import AdministratorRef
from vault.venues.model import VenueNotFound
from vault.venues.references import VenueRef


class ListVenueLog(Paged):
    access_token: str
    venue: VenueRef
    window_from: Instant | None = None
    window_to: Instant | None = None
    administrator: EmailAddress | None = None
    member: AdministratorRef = None
    operator_id: str | None = Field(None, max_length=512)

    def found(self, caller: Caller) -> Found:
        """The entries asked for; of an address that nobody has there are none."""
        window = Window.of(self.window_from, self.window_to, VENUE_WINDOW)
        who = (self.member.token if self.member else "") if self.administrator else None
        whole = caller.scope(Permission.VENUE_LOG_READ).operator
        return reading.of_venue(self.venue.id, window, who, cut=not whole)


class VenueLog(LogPage):
    venue_log_count: int


def told(found: Found) -> Texts:
    """How many entries there are, and whether they are all."""
    parts = [text(Message.VENUE_LOG_READ, count=len(found.entries))]
    if found.count > len(found.entries):
        parts.append(text(Message.LOG_CUT, most=MOST_ENTRIES))
    return Texts(tuple(parts))


@endpoint(
    "/networkoperatorconsole/venues/listVenueLog",
    requires=Permission.VENUE_LOG_READ,
    raises=(VenueNotFound, LogWindowInvalid),
    uses=(Graph.CONSISTENT_READ, Service.COGNITO, Service.KMS, Service.REDIS),
)
def handler(body: ListVenueLog, caller: Caller) -> VenueLog:
    found = body.found(caller)
    shown = log_page_members(caller, found, body.pagination)
    audit.record(caller, AuditEvent.VENUE_LOG_READ, venue_id=body.venue.id)
    return VenueLog(message=told(found), venue_log_count=len(found.entries), **shown)
