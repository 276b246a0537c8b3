"""Jobs as Lambda starts them."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from vault.kernel.errors import Unavailable
from vault.kernel.queues import Queue
from vault.runtime.job import Job, job


def of_queue(seen: list[Any]) -> Job:
    @job(queue=Queue.NOTIFICATIONS, uses=())
    def handler(message: Mapping[str, Any]) -> None:
        seen.append(message["n"])
        if message["n"] == 2:
            raise Unavailable(service="test")

    return handler


def records(*bodies: str) -> dict[str, Any]:
    return {"Records": [{"messageId": f"m{number}", "body": body} for number, body in enumerate(bodies, 1)]}


def test_each_message_is_worked_on_and_those_that_fail_are_named() -> None:
    seen: list[Any] = []

    answer = of_queue(seen)(records(*(json.dumps({"n": n}) for n in (1, 2, 3))), None)

    assert (seen, answer) == ([1, 2, 3], {"batchItemFailures": [{"itemIdentifier": "m2"}]})


def test_a_message_that_is_no_json_fails_alone() -> None:
    seen: list[Any] = []

    answer = of_queue(seen)(records("{", json.dumps({"n": 1})), None)

    assert (seen, answer) == ([1], {"batchItemFailures": [{"itemIdentifier": "m1"}]})


def test_a_scheduled_job_that_fails_says_so_to_lambda() -> None:
    @job(every=60, uses=())
    def handler(_message: Mapping[str, Any]) -> None:
        raise Unavailable(service="test")

    with pytest.raises(Unavailable):
        handler({"source": "aws.events"}, None)


def test_a_job_is_named_after_its_module() -> None:
    handler = of_queue([])

    assert (handler.queue, handler.every) == ("notifications", None)
    assert handler.function_name == "vault_jobs_test_job"
