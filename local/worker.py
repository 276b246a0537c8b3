"""What SQS and EventBridge start in a deployment: jobs for queued messages, and jobs on a schedule."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from local.api.context import ACCOUNT, Context
from local.aws.service import REGION

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

    from vault.runtime.registry import Function, Functions

BATCH = 10
POLL_SECONDS = 0.5
log = logging.getLogger(__name__)


def start(functions: Functions, stop: threading.Event) -> list[threading.Thread]:
    """Start a thread for each job; each ends after `stop`, when the run that it is at is done."""
    import boto3

    sqs = boto3.client("sqs")
    works: list[tuple[float, Callable[[], int | None]]] = [
        (POLL_SECONDS, partial(drain, sqs, queue, job)) for queue, job in functions.by_queue.items()
    ]
    works += [(every, partial(run_scheduled, job)) for every, job in functions.scheduled]
    threads = [threading.Thread(target=_until, args=(stop, pause, work)) for pause, work in works]
    for thread in threads:
        thread.start()
    return threads


def drain(sqs: SQSClient, queue: str, job: Function) -> int:
    """Hand the messages that are visible now to the job, delete those it handled; return how many it was handed."""
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    # No long poll: moto would hold its state open, and with it whoever writes next, while it waits.
    messages = sqs.receive_message(
        QueueUrl=url, MaxNumberOfMessages=BATCH, MessageSystemAttributeNames=["All"], MessageAttributeNames=["All"]
    ).get("Messages", [])
    if messages:
        failed = _handle(job, {"Records": [_record(message, queue) for message in messages]})
        for message in messages:
            if message["MessageId"] not in failed and "" not in failed:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return len(messages)


def run_scheduled(job: Function) -> None:
    """Run a job once, with the event that EventBridge would send."""
    rule = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{job.name}"
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [rule],
        "detail": {},
    }
    job.handler(event, Context(job.name))


def _until(stop: threading.Event, pause: float, work: Callable[[], int | None]) -> None:
    while not stop.is_set():
        began = time.monotonic()
        try:
            handled = work()
        except Exception:
            log.exception("A background run failed and will be repeated")
            handled = None
        if not handled:
            stop.wait(max(0.0, pause - (time.monotonic() - began)))


def _handle(job: Function, event: dict[str, Any]) -> set[str]:
    """Return the ids of the messages that are to come again; the empty id stands for all, as it does for Lambda."""
    try:
        answer = job.handler(event, Context(job.name)) or {}
        return {failure.get("itemIdentifier") or "" for failure in answer.get("batchItemFailures") or []}
    except Exception:
        log.exception("%s failed; its messages will come again", job.name)
        return {""}


def _record(message: MessageTypeDef, queue: str) -> dict[str, Any]:
    attributes = {
        name: {f"{key[0].lower()}{key[1:]}": part for key, part in value.items()}
        for name, value in message.get("MessageAttributes", {}).items()
    }
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": dict(message.get("Attributes", {})),
        "messageAttributes": attributes,
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}",
        "awsRegion": REGION,
    }
