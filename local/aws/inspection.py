"""Read what AWS has no operation for: the SMS messages that were sent, and queues without receiving from them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from local.aws.service import ACCOUNT, REGION

if TYPE_CHECKING:
    from moto.sqs.models import Message, Queue

PATH = "/local/outside"
SHOWN = 200


def read_sent_and_queued() -> dict[str, Any]:
    """The SMS messages, oldest first, and each queue by name with its counts and messages."""
    sent = sns_backends[ACCOUNT][REGION].sms_messages.items()
    queues = sqs_backends[ACCOUNT][REGION].queues
    return {
        "sms": [{"id": name, "to": number, "text": text} for name, (number, text) in list(sent)[-SHOWN:]],
        "queues": {name: _queue(name, queue) for name, queue in queues.items()},
    }


def _queue(name: str, queue: Queue) -> dict[str, Any]:
    messages = list(queue._messages)  # noqa: SLF001 (the public list omits received messages)
    return {"name": name, "messages": len(messages), "newest": [_message(each) for each in messages[: -SHOWN - 1 : -1]]}


def _message(message: Message) -> dict[str, Any]:
    sent = datetime.fromtimestamp(float(message.sent_timestamp or 0) / 1000, UTC)
    return {
        "id": message.id,
        "sent": sent.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "received_times": message.approximate_receive_count,
        "body": message.body,
    }
