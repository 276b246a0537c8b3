"""The page docs/api/events.md: what is sent to webhooks, and what the audit log tells."""

from vault.audit.events import AuditEvent, AuditKind
from vault.kernel.webhook_events import WebhookEvent

WEBHOOKS = """# Events

## Webhooks

These events are queued for an operator that has a webhook address, in the same transaction as the change. Nothing
delivers them yet, and no call sets the address. Each carries its own id, the operator's, and those in the table. The
tables are generated: `make openapi`.

| event | ids |
| --- | --- |
"""
AUDIT = """
## The audit log

`listOperatorLog`, `listVenueLog` and `listSubscriberLog` answer the entries of an operator, a venue and an account, in
the order of time, with who did it, from where, and details. Staff of venues and residents do not see the kinds
equipment, RADIUS and SIEM. The first two take a window of time (`MinViewWindowDateUTC.ISO8601`,
`MaxViewWindowDateUTC.ISO8601`), by which they can be polled.

| event | kind |
| --- | --- |
"""
KINDS = {
    AuditKind.EQUIPMENT: "equipment",
    AuditKind.GENERAL: "general",
    AuditKind.MONEY: "money",
    AuditKind.RADIUS: "RADIUS",
    AuditKind.SIEM: "SIEM",
}


def render_events() -> str:
    """The page in Markdown."""
    webhooks = "".join(f"| `{each}` | {', '.join(sorted(each.fields))} |\n" for each in sorted(WebhookEvent))
    audit = "".join(f"| {each} | {KINDS[each.kind]} |\n" for each in sorted(AuditEvent))
    return WEBHOOKS + webhooks + AUDIT + audit
