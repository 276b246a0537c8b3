"""Audit entries: who did what to which thing, never a secret and never a person's data."""

import json
from collections.abc import Mapping

from vault.audit.events import AuditEvent
from vault.callers.model import WriteContext
from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now, to_wire

MOST_USER_AGENT = 512


def record(
    caller: WriteContext,
    event: AuditEvent,
    *,
    venue_id: str | None = None,
    unit_id: str | None = None,
    subscriber: str | None = None,
    **detail: object,
) -> None:
    """Add an entry to the caller's write: an event, the things it is about, and what changed."""
    caller.tx.log(entry(caller, event, {Prop.VENUE: venue_id, Prop.UNIT: unit_id, Prop.SUBSCRIBER: subscriber}, detail))


def entry(
    caller: WriteContext, event: AuditEvent, about: Mapping[str, str | None], detail: Mapping[str, object]
) -> dict[str, object]:
    """The properties of a log entry, its id and the three days it hangs from included."""
    moment = now()
    day = to_wire(moment)[:10]
    venue, subscriber = about.get(Prop.VENUE), about.get(Prop.SUBSCRIBER)
    return {
        "id": ids.fresh("log_entry"),
        Prop.WHEN: epoch_ms(moment),
        Prop.EVENT: str(event),
        Prop.DETAIL: json.dumps(detail, ensure_ascii=False, default=str) if detail else None,
        Prop.FUNCTION: caller.request.function_name,
        Prop.OPERATOR: caller.operator.id,
        Prop.ADMINISTRATOR: caller.token or None,
        Prop.SOURCE_IP: caller.request.source_ip,
        Prop.USER_AGENT: caller.request.user_agent[:MOST_USER_AGENT],
        Prop.LOCALE: str(caller.locale),
        Prop.OPERATOR_DAY: f"{caller.operator.id} {day}",
        Prop.VENUE_DAY: f"{venue} {day}" if venue else None,
        Prop.SUBSCRIBER_DAY: f"{subscriber} {day}" if subscriber else None,
        **about,
    }
