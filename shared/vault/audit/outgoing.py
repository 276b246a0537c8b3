"""What is sent once a write is done: mails and SMS to persons, events to the operator's webhook."""

from vault.callers.model import WriteContext
from vault.kernel import ids
from vault.kernel.queue_messages import SendNotification, TenantMessage
from vault.kernel.queues import Queue
from vault.kernel.templates import Template
from vault.kernel.webhook_events import WebhookEvent


def notify(caller: WriteContext, template: Template, token: str, *, channel: str = "", **about: str) -> None:
    """Send a person the message of a template; their channel is chosen as they prefer where none is given."""
    message = SendNotification(
        id=ids.fresh("notification"),
        operator=caller.operator.id,
        template=template,
        person=token,
        channel=channel,
        **about,
    )
    caller.tx.send(message.to_json())


def announce(caller: WriteContext, event: WebhookEvent, **about: str) -> None:
    """Tell the operator's other systems of an event, where the operator has a webhook URL."""
    if caller.operator.webhook_url:
        caller.tx.send(
            {
                "queue": Queue.WEBHOOKS,
                "id": ids.fresh("webhook"),
                "operator": caller.operator.id,
                "event": event,
                **about,
            }
        )


def start(caller: WriteContext, message: TenantMessage) -> None:
    """Have the job of a queue done in the background, once the write is done."""
    caller.tx.send(message.to_json())
