"""Start jobs as SQS and EventBridge do in a deployment: for queued messages, and on a schedule."""

from __future__ import annotations

import logging
import os
import threading
import time
import urllib.request
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, TypeVar

from local.api.context import Context
from local.aws.service import ACCOUNT, ARRIVALS, REGION
from local.job_activity import activity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

    from vault.runtime.registry import Function, Functions

BATCH = 10
RETRY_SECONDS = 0.5
_T = TypeVar("_T")
log = logging.getLogger(__name__)


def start(functions: Functions, stop: threading.Event) -> list[threading.Thread]:
    """Start a thread for each job. A thread ends after `stop`, when its current run has ended."""
    import boto3

    sqs = boto3.client("sqs")
    arrived = {queue: threading.Event() for queue in functions.by_queue}
    works: list[Callable[[], None]] = [
        partial(_serve_queue, stop, arrived[queue], partial(drain, sqs, queue, job))
        for queue, job in functions.by_queue.items()
    ]
    works += [partial(_repeat, stop, every, partial(_run_scheduled, job)) for every, job in functions.scheduled]
    if arrived:
        works.append(partial(_wake_at_end, stop, arrived))
        threading.Thread(target=_listen, args=(stop, arrived), daemon=True).start()
    # Daemon threads, so that a long run does not delay the end of the process.
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    return threads


def drain(sqs: SQSClient, queue: str, job: Function) -> int:
    """Pass the visible messages to the job and delete those it handled; return the number of messages passed."""
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    with activity.record_run(queue):
        return _drain(sqs, url, queue, job)


def _drain(sqs: SQSClient, url: str, queue: str, job: Function) -> int:
    # No long poll: moto would block the saving of its state while it waits.
    messages = sqs.receive_message(
        QueueUrl=url, MaxNumberOfMessages=BATCH, MessageSystemAttributeNames=["All"], MessageAttributeNames=["All"]
    ).get("Messages", [])
    if messages:
        failed = _handle(job, {"Records": [_record(message, queue) for message in messages]})
        for message in messages:
            if message["MessageId"] not in failed and "" not in failed:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return len(messages)


def _run_scheduled(job: Function) -> None:
    """Run a job once with an event like EventBridge's."""
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


def _serve_queue(stop: threading.Event, arrived: threading.Event, work: Callable[[], int]) -> None:
    while not stop.is_set():
        arrived.clear()
        handled = _attempt(stop, work)
        if handled is None:
            stop.wait(RETRY_SECONDS)
        elif not handled:
            arrived.wait()


def _repeat(stop: threading.Event, every: float, work: Callable[[], None]) -> None:
    while not stop.is_set():
        began = time.monotonic()
        _attempt(stop, work)
        stop.wait(max(0.0, every - (time.monotonic() - began)))


def _attempt(stop: threading.Event, work: Callable[[], _T]) -> _T | None:
    """The result of the work; None, after a log line unless the system is stopping, where it fails."""
    try:
        return work()
    except Exception:
        if not stop.is_set():
            log.exception("A background run failed and will be repeated")
        return None


def _listen(stop: threading.Event, arrived: Mapping[str, threading.Event]) -> None:
    """Set the event of each queue that the local AWS names, until `stop`."""
    url = f"{os.environ['AWS_ENDPOINT_URL']}{ARRIVALS}?{os.environ['AWS_REGION']}"
    while not stop.is_set():
        with suppress(OSError, HTTPException), urllib.request.urlopen(url) as names:  # noqa: S310 (our own server)
            for name in names:
                if event := arrived.get(name.decode().strip()):
                    event.set()
        stop.wait(RETRY_SECONDS)


def _wake_at_end(stop: threading.Event, arrived: Mapping[str, threading.Event]) -> None:
    stop.wait()
    for event in arrived.values():
        event.set()


def _handle(job: Function, event: dict[str, Any]) -> set[str]:
    """Return the ids of the failed messages, which are delivered again; an empty id means all, as for Lambda."""
    try:
        answer = job.handler(event, Context(job.name)) or {}
        return {failure.get("itemIdentifier") or "" for failure in answer.get("batchItemFailures") or []}
    except Exception:
        log.exception("%s failed; its messages will be delivered again", job.name)
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
