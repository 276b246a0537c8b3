"""Queue notifications, webhook events and jobs, to be sent after the commit."""

from vault.callers.model import WriteContext
from vault.kernel import ids
from vault.kernel.queue_messages import SendNotification, TenantMessage
from vault.kernel.queues import Queue
from vault.kernel.templates import Template
from vault.kernel.webhook_events import WebhookEvent


def queue_notification(ctx: WriteContext, template: Template, token: str, *, channel: str = "", **about: str) -> None:
    message = SendNotification(
        id=ids.generate_id("notification"),
        operator=ctx.operator.id,
        template=template,
        person=token,
        channel=channel,
        **about,
    )
    ctx.tx.send(message.to_json())


def queue_webhook(ctx: WriteContext, event: WebhookEvent, **about: str) -> None:
    if ctx.operator.webhook_url:
        ctx.tx.send(
            {
                "queue": Queue.WEBHOOKS,
                "id": ids.generate_id("webhook"),
                "operator": ctx.operator.id,
                "event": event,
                **about,
            }
        )


def queue_job(ctx: WriteContext, message: TenantMessage) -> None:
    """Have the job of a queue done in the background, once the write is done."""
    ctx.tx.send(message.to_json())
