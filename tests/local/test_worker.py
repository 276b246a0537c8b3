"""Queued messages and schedules reach their jobs as AWS would bring them."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from local import worker
from tests.local.clients import aws
from vault.runtime.registry import Function, Functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vault.runtime.registry import LambdaHandler


@pytest.fixture
def queue(settings: dict[str, str], request: pytest.FixtureRequest) -> tuple[Any, str]:
    sqs = aws(settings, "sqs")
    sqs.create_queue(QueueName=request.node.name[:60])
    return sqs, request.node.name[:60]


def send(queue: tuple[Any, str], *bodies: str) -> None:
    url = queue[0].get_queue_url(QueueName=queue[1])["QueueUrl"]
    for body in bodies:
        kind = {"kind": {"DataType": "String", "StringValue": "welcome"}}
        queue[0].send_message(QueueUrl=url, MessageBody=body, MessageAttributes=kind)


def left(queue: tuple[Any, str]) -> int:
    url = queue[0].get_queue_url(QueueName=queue[1])["QueueUrl"]
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    counts = queue[0].get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(map(int, counts.values()))


def test_a_message_is_handled_and_deleted(queue: tuple[Any, str]) -> None:
    events: list[dict[str, Any]] = []
    send(queue, "hello")

    worker.drain(*queue, Function("jobs-notify", lambda event, _: events.append(event)))

    record = events[0]["Records"][0]
    assert (record["body"], record["eventSource"], record["eventSourceARN"].rpartition(":")[2]) == (
        "hello",
        "aws:sqs",
        queue[1],
    )
    assert record["messageAttributes"]["kind"] == {"dataType": "String", "stringValue": "welcome"}
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert left(queue) == 0


def test_only_the_messages_that_failed_stay(queue: tuple[Any, str]) -> None:
    send(queue, "good", "bad", "good")

    def job(event: dict[str, Any], _: Any) -> dict[str, Any]:
        bad = [record["messageId"] for record in event["Records"] if record["body"] == "bad"]
        return {"batchItemFailures": [{"itemIdentifier": name} for name in bad]}

    worker.drain(*queue, Function("jobs-notify", job))

    assert left(queue) == 1


def test_all_messages_stay_when_the_job_breaks(queue: tuple[Any, str]) -> None:
    send(queue, "one", "two")

    def job(_event: dict[str, Any], _context: Any) -> None:
        raise ValueError

    worker.drain(*queue, Function("jobs-notify", job))

    assert left(queue) == 2


@pytest.fixture
def working(queue: tuple[Any, str]) -> Iterator[Callable[[LambdaHandler], None]]:
    """A function that has a job take the queue's messages in the background, until the test ends."""
    stop, threads = threading.Event(), list[threading.Thread]()

    def start(job: LambdaHandler) -> None:
        threads.extend(worker.start(Functions({}, {queue[1]: Function("jobs-notify", job)}, ()), stop))

    yield start
    stop.set()
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()


def test_a_message_wakes_the_job_that_waits_for_it(
    queue: tuple[Any, str], working: Callable[[LambdaHandler], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, handled, drain = list[Any](), threading.Event(), worker.drain
    monkeypatch.setattr(worker, "drain", lambda *arguments: looks.append(arguments) or drain(*arguments))
    working(lambda _event, _context: handled.set())
    time.sleep(2)  # for the first look, and one more when the stream begins
    at_rest = len(looks)
    time.sleep(1)
    assert len(looks) == at_rest

    send(queue, "hello")

    assert handled.wait(10)


def test_a_message_that_failed_comes_again_when_it_is_visible(
    queue: tuple[Any, str], working: Callable[[LambdaHandler], None]
) -> None:
    url = queue[0].get_queue_url(QueueName=queue[1])["QueueUrl"]
    queue[0].set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "1"})
    moments, again = list[float](), threading.Event()

    def fail_once(_event: dict[str, Any], _context: Any) -> None:
        moments.append(time.monotonic())
        if len(moments) == 1:
            raise ValueError
        again.set()

    send(queue, "hello")
    working(fail_once)

    assert again.wait(10)
    assert moments[1] - moments[0] > 0.9


@pytest.mark.usefixtures("settings")
def test_a_scheduled_job_runs_again_after_it_broke() -> None:
    stop, events = threading.Event(), list[dict[str, Any]]()

    def job(event: dict[str, Any], _: Any) -> None:
        events.append(event)
        if len(events) == 1:
            raise ValueError
        stop.set()

    for thread in worker.start(Functions({}, {}, ((0.01, Function("jobs-sweep", job)),)), stop):
        thread.join(10)

    assert (len(events), events[1]["source"], events[1]["detail-type"]) == (2, "aws.events", "Scheduled Event")
