"""Read what AWS has no operation for: the SMS messages that were sent, and queues without receiving from them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from moto.cognitoidp.models import cognitoidp_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from local.aws.service import ACCOUNT, REGION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from moto.sqs.models import Message, Queue

PATH = "/local/outside"
SHOWN = 200


def read_sent_and_queued() -> dict[str, Any]:
    """The SMS messages, oldest first, each queue by name with its counts and messages, and the users."""
    sent = sns_backends[ACCOUNT][REGION].sms_messages.items()
    queues = sqs_backends[ACCOUNT][REGION].queues
    return {
        "sms": [{"id": name, "to": number, "text": text} for name, (number, text) in list(sent)[-SHOWN:]],
        "queues": {name: _queue(name, queue) for name, queue in queues.items()},
        "people": dict(_names_of_users()),
    }


def _names_of_users() -> Iterator[tuple[str, str]]:
    """Each user's name in Cognito, which the log has, with the e-mail address or the phone number."""
    for backend in cognitoidp_backends[ACCOUNT].values():
        for pool in backend.user_pools.values():
            for name, user in list(pool.users.items()):
                known = user.attribute_lookup
                yield name, str(known.get("email") or known.get("phone_number") or name)


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
