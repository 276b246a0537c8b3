"""Jobs as Lambda invokes them."""

import json
import logging
from typing import Any

import pytest

from tests.architecture.source import files
from tests.gateway import Context
from vault.kernel.errors import Unavailable
from vault.kernel.queue_messages import MakeScratchCards, SendNotification
from vault.kernel.queues import Queue
from vault.runtime.job import Job, JobContext, job
from vault.runtime.registry import find


def of_queue(seen: list[str]) -> Job:
    """A job that notes whom its messages are for, and fails for one of them."""

    @job(queue=Queue.NOTIFICATIONS, message=SendNotification, uses=())
    def handler(message: SendNotification, _ctx: JobContext) -> None:
        seen.append(message.person)
        if message.person == "second":
            raise Unavailable(service="test")

    return handler


def notification(person: str, **more: object) -> str:
    """The body of a message for a person."""
    return json.dumps({"id": "n", "operator": "o", "template": "welcome", "person": person, **more})


def records(*bodies: str) -> dict[str, Any]:
    return {"Records": [{"messageId": f"m{number}", "body": body} for number, body in enumerate(bodies, 1)]}


def test_each_message_is_worked_on_and_those_that_fail_are_named() -> None:
    seen: list[str] = []

    answer = of_queue(seen)(records(*map(notification, ("first", "second", "third"))), Context())

    assert (seen, answer) == (["first", "second", "third"], {"batchItemFailures": [{"itemIdentifier": "m2"}]})


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "null",
        "[]",
        "{}",
        notification("cut")[:-1],
        json.dumps({"id": "n", "operator": "o", "template": "welcome"}),
        json.dumps({"id": "n", "operator": "", "template": "welcome", "person": "p"}),
        json.dumps({"id": "n", "operator": "o", "template": ["welcome"], "person": "p"}),
        json.dumps({"id": 7, "operator": "o", "template": "welcome", "person": "p"}),
        notification("p" * 1025),
    ],
)
def test_a_malformed_message_fails_alone(body: str) -> None:
    seen: list[str] = []

    answer = of_queue(seen)(records(body, notification("next")), Context())

    assert (seen, answer) == (["next"], {"batchItemFailures": [{"itemIdentifier": "m1"}]})


def test_what_a_malformed_message_says_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    of_queue([])(records(json.dumps({"person": "ada@example.com", "operator": 5})), Context())

    logged = "".join(str(vars(record)) for record in caplog.records)
    assert "ValidationError" in logged
    assert "ada@example.com" not in logged


def test_a_member_that_is_not_known_is_ignored() -> None:
    seen: list[str] = []

    of_queue(seen)(records(notification("first", later="version")), Context())

    assert seen == ["first"]


def test_a_scheduled_job_that_fails_says_so_to_lambda() -> None:
    @job(every=60, uses=())
    def handler(_ctx: JobContext) -> None:
        raise Unavailable(service="test")

    with pytest.raises(Unavailable):
        handler({"source": "aws.events"}, Context())


def test_a_job_is_named_after_its_module() -> None:
    handler = of_queue([])

    assert (handler.queue, handler.every) == ("notifications", None)
    assert handler.function_name == "vault_jobs_test_job"


def test_a_queues_job_parses_what_is_sent_to_the_queue() -> None:
    jobs: dict[str, Any] = {queue: function.handler for queue, function in find().by_queue.items()}

    assert {queue: handler.message.queue for queue, handler in jobs.items()} == {queue: queue for queue in jobs}


def test_every_job_is_found_and_no_two_share_a_queue() -> None:
    modules = [file for file in files("functions/jobs") if not file.endswith("__init__.py")]

    found = find()

    assert len(found.by_queue) + len(found.scheduled) == len(modules)


def test_a_message_is_parsed_as_it_was_sent() -> None:
    message = MakeScratchCards(operator="o", batch="b")

    parsed = MakeScratchCards.model_validate_json(json.dumps(message.to_json()))

    assert parsed == message
