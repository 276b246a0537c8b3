"""Read what happened to one's own account in the last three months."""

from vault.audit import entries as audit
from vault.audit import reading
from vault.audit.events import AuditEvent
from vault.audit.model import MOST_ENTRIES, SUBSCRIBER_WINDOW, Found, Window
from vault.callers.model import Caller
from vault.kernel.message_keys import Message
from vault.kernel.messages import Text, text
from vault.kernel.permissions import Permission
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.log_page import LogPage, log_page_members
from vault.runtime.pagination import Paged
from vault.venues.model import VenueNotFound
from vault.venues.references import AnyOptionalVenueRef


class ListSubscriberLog(Paged):
    access_token: str
    venue: AnyOptionalVenueRef = None


def told(found: Found) -> Text:
    """Whether there are older entries."""
    if found.count == len(found.entries):
        return text(Message.NONE)
    return text(Message.LOG_LATEST, most=MOST_ENTRIES)


@endpoint(
    "/subscriberconsole/listSubscriberLog",
    requires=Permission.ACCOUNT_LOG,
    raises=(VenueNotFound,),
    uses=(Graph.CONSISTENT_READ, Service.COGNITO, Service.KMS, Service.REDIS),
)
def handler(body: ListSubscriberLog, caller: Caller) -> LogPage:
    venue_id = body.venue.id if body.venue else None
    found = reading.of_subscriber(caller.token, Window.of(None, None, SUBSCRIBER_WINDOW), venue_id)
    shown = log_page_members(caller, found.told_to(caller.token), body.pagination)
    audit.record(caller, AuditEvent.SUBSCRIBER_LOG_READ, venue_id=venue_id, subscriber=caller.token)
    return LogPage(message=told(found), **shown)
