"""Scheduled jobs run by hand below /_local/jobs, and what they queue is worked off before the answer."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from local import job_runs, worker
from local.api.page_request import PageRequest
from local.job_activity import activity
from local.pages import site
from tests.local.clients import aws
from vault.kernel.errors import Unavailable
from vault.kernel.queue_messages import QueueMessage
from vault.kernel.queues import Queue
from vault.runtime import logs
from vault.runtime.job import Job, JobContext
from vault.runtime.registry import Function, Functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

QUEUES = (Queue.ISSUE_KEYS, Queue.DELETE_KEYPOOL)
FIRST, SECOND = map(str, QUEUES)


@dataclass
class House:
    """Two scheduled jobs, and two queues whose jobs the workers start."""

    sqs: Any
    done: list[str] = field(default_factory=list)
    handle: dict[str, Callable[[str], None]] = field(default_factory=dict)
    """What is done besides, by the name of a job or queue, with the id of the message."""

    def functions(self) -> Functions:
        scheduled = tuple((3600.0, self.scheduled(name)) for name in ("sweep", "carry"))
        return Functions({}, {queue: self.of_queue(queue) for queue in (FIRST, SECOND)}, scheduled)

    def scheduled(self, name: str) -> Function:
        return Function(f"jobs-{name}", Job(name, lambda _ctx: self.work(name, ""), "", QUEUES, every=3600))

    def of_queue(self, queue: str) -> Function:
        def handler(message: QueueMessage, _ctx: JobContext) -> None:
            self.work(queue, message.id)

        return Function(f"jobs-{queue}", Job(queue, handler, "", QUEUES, queue=Queue(queue), message=QueueMessage))

    def work(self, name: str, message: str) -> None:
        self.handle.get(name, lambda _: None)(message)
        self.done.append(f"{name} {message}".strip())

    def send(self, queue: str, message: str, delay: int = 0) -> None:
        url = self.sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        self.sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"id": message}), DelaySeconds=delay)


@pytest.fixture
def house(settings: dict[str, str]) -> Iterator[House]:
    built, stop = House(aws(settings, "sqs")), threading.Event()
    for queue in (FIRST, SECOND):
        built.sqs.purge_queue(QueueUrl=built.sqs.get_queue_url(QueueName=queue)["QueueUrl"])
    functions = built.functions()
    logs.logger().addHandler(activity)
    threads = worker.start(Functions({}, functions.by_queue, ()), stop)
    yield built
    stop.set()
    for thread in threads:
        thread.join(5)
    logs.logger().removeHandler(activity)


@pytest.fixture
def post(house: House, tmp_path: Path) -> Callable[[str], tuple[int, Any]]:
    system: Any = SimpleNamespace(mails=tmp_path, services=[])
    page = site.pages(house.functions(), system, tmp_path / "demo.json")

    def post_to(path: str) -> tuple[int, Any]:
        answer = page(PageRequest(f"/_local/{path}", {}, "POST", "application/json", b""))
        return (answer.status, json.loads(answer.body)) if answer else (404, None)

    return post_to


def fail(_: str) -> None:
    raise Unavailable(service="test")


def break_down(_: str) -> None:
    raise ValueError


def test_a_job_runs_once_and_the_messages_of_its_messages_are_worked_off(
    house: House, post: Callable[[str], tuple[int, Any]]
) -> None:
    house.handle = {"sweep": lambda _: house.send(FIRST, "a"), FIRST: lambda message: house.send(SECOND, f"{message}b")}

    answer = post("jobs/sweep")

    assert answer == (200, {"job": "sweep", "failed": []})
    assert house.done == ["sweep", f"{FIRST} a", f"{SECOND} ab"]


def test_all_jobs_run_in_the_order_of_their_names(house: House, post: Callable[[str], tuple[int, Any]]) -> None:
    answer = post("jobs")

    assert answer == (200, {"jobs": ["carry", "sweep"], "failed": []})
    assert house.done == ["carry", "sweep"]


def test_a_job_and_a_message_that_fail_are_named_with_the_code_of_the_error(
    house: House, post: Callable[[str], tuple[int, Any]]
) -> None:
    house.send(FIRST, "a")
    house.handle = {FIRST: break_down, "carry": fail}
    began = time.monotonic()

    status, answer = post("jobs")

    assert (status, answer["jobs"]) == (200, ["carry", "sweep"])
    assert sorted(map(str, answer["failed"])) == [
        str({"name": "carry", "code": "Unavailable"}),
        str({"name": FIRST, "code": "InternalError"}),
    ]
    assert time.monotonic() - began < 10  # the message that failed is not waited for


def test_a_delayed_message_is_not_waited_for(house: House, post: Callable[[str], tuple[int, Any]]) -> None:
    house.handle = {"sweep": lambda _: house.send(FIRST, "later", delay=60)}

    answer = post("jobs/sweep")

    assert (answer[0], house.done) == (200, ["sweep"])


def test_a_call_waits_for_no_longer_than_it_may(
    house: House, post: Callable[[str], tuple[int, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    house.handle = {"sweep": lambda _: house.send(FIRST, "slow"), FIRST: lambda _: bool(release.wait(20)) or None}
    monkeypatch.setattr(job_runs, "QUEUES_SECONDS", 0.5)

    answer = post("jobs/sweep")
    before = list(house.done)
    release.set()

    assert (answer, before) == ((200, {"job": "sweep", "failed": []}), ["sweep"])


def test_several_calls_run_side_by_side(house: House, post: Callable[[str], tuple[int, Any]]) -> None:
    together = threading.Barrier(3, timeout=20)
    house.handle = {"sweep": lambda _: bool(together.wait()) or None}

    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(post, ["jobs/sweep"] * 3))

    assert answers == [(200, {"job": "sweep", "failed": []})] * 3


@pytest.mark.parametrize("name", ["nobody_knows", "issue_keys", "", "jobs-sweep", "sweep/now"])
def test_the_name_of_no_scheduled_job_is_not_found(post: Callable[[str], tuple[int, Any]], name: str) -> None:
    assert post(f"jobs/{name}")[0] == 404
