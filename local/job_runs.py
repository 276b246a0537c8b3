"""Scheduled jobs run by hand, and the messages that they queue worked off."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from local.api.context import Context
from local.job_activity import Failure, activity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mypy_boto3_sqs import SQSClient

    from vault.runtime.registry import Function, Functions

QUEUES_SECONDS = 30.0
POLL_SECONDS = 0.05
log = logging.getLogger(__name__)


def scheduled_jobs(functions: Functions) -> Mapping[str, Function]:
    """The jobs by the name of their module, in the order of the names."""
    jobs = {function.name.removeprefix("jobs-"): function for _, function in functions.scheduled}
    return dict(sorted(jobs.items()))


def run(functions: Functions, names: Iterable[str]) -> list[Failure]:
    """Run jobs, one after the other, as a start by hand does; wait for the queues; return what failed meanwhile."""
    import boto3

    jobs = scheduled_jobs(functions)
    with activity.collect_failures() as failures:
        for name in names:
            _run_job(name, jobs[name])
        _await_queues(boto3.client("sqs"), functions.by_queue)
        return list(failures)


def _run_job(name: str, job: Function) -> None:
    with activity.record_run(name):
        try:
            job.handler({}, Context(job.name))
        except Exception:
            log.exception("%s failed", job.name)


def _await_queues(sqs: SQSClient, queues: Iterable[str]) -> None:
    """Wait until the workers have no visible message and none in their hands, for at most QUEUES_SECONDS.

    Messages that are delayed, or that failed and come again later, are not waited for.
    """
    urls = [sqs.get_queue_url(QueueName=queue)["QueueUrl"] for queue in queues]
    deadline = time.monotonic() + QUEUES_SECONDS
    while time.monotonic() < deadline:
        before = activity.count_when_idle()
        has_messages = any(_has_visible_messages(sqs, url) for url in urls)
        # No run in between, which might have queued a message after its queue was looked at.
        if not has_messages and before is not None and before == activity.count_when_idle():
            return
        time.sleep(POLL_SECONDS)


def _has_visible_messages(sqs: SQSClient, url: str) -> bool:
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]
    return attributes["ApproximateNumberOfMessages"] != "0"
