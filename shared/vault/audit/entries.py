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
    equipment_key: str | None = None,
    **detail: object,
) -> None:
    """Add an entry to the transaction of the call; `detail` holds what changed, `device` in it a MAC address.

    With the key of a piece of equipment, the entry is also one of that piece's log.
    """
    about = {
        Prop.VENUE: venue_id,
        Prop.UNIT: unit_id,
        Prop.SUBSCRIBER: subscriber,
        Prop.EQUIPMENT_KEY: equipment_key,
    }
    ctx.tx.log(build_log_entry(ctx, event, about, detail))


def build_log_entry(
    ctx: WriteContext, event: AuditEvent, about: Mapping[str, str | None], detail: Mapping[str, object]
) -> dict[str, object]:
    moment = now()
    day = to_wire(moment)[:10]
    venue, subscriber, equipment = (about.get(each) for each in (Prop.VENUE, Prop.SUBSCRIBER, Prop.EQUIPMENT_KEY))
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
        Prop.EQUIPMENT_DAY: f"{equipment} {day}" if equipment else None,
        Prop.VENUE_ERROR_DAY: f"{venue} {day}" if event.is_equipment_error else None,
        **about,
    }
