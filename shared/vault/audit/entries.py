"""Build audit entries, without secrets and personal data."""

import json
from collections.abc import Mapping

from vault.audit.events import AuditEvent
from vault.callers.model import WriteContext
from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now, to_wire

MAX_USER_AGENT = 512


def record(
    ctx: WriteContext,
    event: AuditEvent,
    *,
    venue_id: str | None = None,
    unit_id: str | None = None,
    subscriber: str | None = None,
    **detail: object,
) -> None:
    """Add an entry to the transaction of the call; `detail` holds what changed, `device` in it a MAC address."""
    ctx.tx.log(
        build_log_entry(ctx, event, {Prop.VENUE: venue_id, Prop.UNIT: unit_id, Prop.SUBSCRIBER: subscriber}, detail)
    )


def build_log_entry(
    ctx: WriteContext, event: AuditEvent, about: Mapping[str, str | None], detail: Mapping[str, object]
) -> dict[str, object]:
    moment = now()
    day = to_wire(moment)[:10]
    venue, subscriber = about.get(Prop.VENUE), about.get(Prop.SUBSCRIBER)
    return {
        "id": ids.generate_id("log_entry"),
        Prop.WHEN: epoch_ms(moment),
        Prop.EVENT: str(event),
        Prop.KIND: str(event.kind),
        Prop.DETAIL: json.dumps(detail, ensure_ascii=False, default=str) if detail else None,
        Prop.MAC: detail.get("device"),
        Prop.FUNCTION: ctx.request.function_name,
        Prop.OPERATOR: ctx.operator.id,
        Prop.ADMINISTRATOR: ctx.token or None,
        Prop.SOURCE_IP: ctx.request.source_ip,
        Prop.USER_AGENT: ctx.request.user_agent[:MAX_USER_AGENT],
        Prop.LOCALE: str(ctx.locale),
        Prop.OPERATOR_DAY: f"{ctx.operator.id} {day}",
        Prop.VENUE_DAY: f"{venue} {day}" if venue else None,
        Prop.SUBSCRIBER_DAY: f"{subscriber} {day}" if subscriber else None,
        **about,
    }
