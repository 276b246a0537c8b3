"""Read the log of the caller's own account for the last three months."""

from typing import Annotated

from vault.audit import entries as audit
from vault.audit import log_reader
from vault.audit.events import AuditEvent
from vault.audit.model import MAX_ENTRIES, SUBSCRIBER_WINDOW, LogEntries, Window
from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import Text, text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.log_page import LogPage, build_log_page
from vault.runtime.models import SignedInRequest
from vault.runtime.pagination import Paged
from vault.venues.references import ANY_VENUE, VenueRef


class ListSubscriberLog(SignedInRequest, Paged):
    venue: Annotated[VenueRef | None, ANY_VENUE] = None


def _log_message(log: LogEntries) -> Text:
    if log.count == len(log.entries):
        return text(Message.NONE)
    return text(Message.LOG_LATEST, most=MAX_ENTRIES)


@endpoint(
    "/subscriberconsole/listSubscriberLog",
    requires=Permission.ACCOUNT_LOG,
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.KMS, Service.REDIS),
    example={
        "access_token": Placeholder.SUBSCRIBER_ACCESS_TOKEN,
        "venue_id": Placeholder.VENUE_ID,
        "pagination": {"limit": 10},
    },
)
def handler(body: ListSubscriberLog, ctx: CallContext) -> LogPage:
    venue_id = body.venue.id if body.venue else None
    log = log_reader.read_subscriber_log(ctx.token, Window.from_bounds(None, None, SUBSCRIBER_WINDOW), venue_id)
    page = build_log_page(ctx, log.redact_for(ctx.token), body.pagination)
    audit.record(ctx, AuditEvent.SUBSCRIBER_LOG_READ, venue_id=venue_id, subscriber=ctx.token)
    return LogPage.from_value(page, message=_log_message(log))
