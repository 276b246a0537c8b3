"""The queues of the current region."""

from typing import Any

from vault.adapters.aws import client
from vault.kernel.settings import setting


def take_records(queue: str) -> dict[str, Any]:
    """Receive the messages of a queue of this region, as a job does."""
    sqs, url = client("sqs"), setting(f"VAULT_{queue}_QUEUE_URL")
    found: list[dict[str, Any]] = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += messages
        for each in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"])
    return {"Records": [{"messageId": each["MessageId"], "body": each["Body"]} for each in found]}
