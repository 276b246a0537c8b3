"""What is sent once a write is done: mails and SMS to persons, events to the operator's webhook."""

from vault.callers.model import Caller
from vault.kernel import ids
from vault.kernel.queues import Queue
from vault.kernel.templates import Template
from vault.kernel.webhook_events import WebhookEvent


def notify(caller: Caller, template: Template, token: str, *, channel: str = "", **about: str) -> None:
    """Send a person the message of a template; their channel is chosen as they prefer where none is given."""
    about_it = {"operator": caller.operator.id, "template": template, "person": token, "channel": channel, **about}
    caller.tx.send({"queue": Queue.NOTIFICATIONS, "id": ids.fresh("notification"), **about_it})


def announce(caller: Caller, event: WebhookEvent, **about: str) -> None:
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


def start(caller: Caller, job: Queue, **about: str) -> None:
    """Have the job of a queue done in the background."""
    caller.tx.send({"queue": job, "id": ids.fresh("job"), "operator": caller.operator.id, **about})
