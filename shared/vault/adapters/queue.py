"""Send messages to the SQS queues."""

import json
from collections.abc import Iterable, Mapping

from vault.adapters.aws import client, translate_errors
from vault.kernel.batches import split_into_batches
from vault.kernel.errors import Unavailable
from vault.kernel.settings import setting

BATCH = 10
"""The most messages that SQS accepts in one call."""


def send(messages: Iterable[Mapping[str, object]]) -> None:
    """Send each message to the queue that its `queue` names. Raises Unavailable if any was not accepted."""
    by_queue: dict[str, list[Mapping[str, object]]] = {}
    for message in messages:
        by_queue.setdefault(str(message["queue"]), []).append(message)
    for name, group in by_queue.items():
        url = setting(f"VAULT_{name.upper()}_QUEUE_URL")
        for batch in split_into_batches(group, BATCH):
            _send_batch(url, batch)


def send_to_primary(message: Mapping[str, object]) -> None:
    """Send to the primary region's queue of the same name. Raises Unavailable."""
    url = setting(f"VAULT_PRIMARY_{str(message['queue']).upper()}_QUEUE_URL")
    _send_batch(url, [message], setting("VAULT_PRIMARY_REGION"))


def _send_batch(url: str, batch: Iterable[Mapping[str, object]], region: str | None = None) -> None:
    entries = [{"Id": str(n), "MessageBody": json.dumps(message)} for n, message in enumerate(batch)]
    with translate_errors("sqs"):
        answer = client("sqs", region).send_message_batch(QueueUrl=url, Entries=entries)
    if answer.get("Failed"):
        raise Unavailable(service="sqs")
