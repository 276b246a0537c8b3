"""The declaration of a job: what a queue's messages or a schedule start, and the Lambda handler that it is."""

import inspect
import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from vault.kernel import regions
from vault.kernel.errors import DomainError
from vault.kernel.queues import Queue
from vault.kernel.values import value
from vault.runtime import logs, schedule_lease
from vault.runtime.responses import LEVEL

Work = Callable[[Mapping[str, Any]], object]


@value
class Job:
    """Started by the messages of a queue, each on its own, or every so many seconds; called by Lambda with an event."""

    name: str
    work: Work
    summary: str
    uses: tuple[Any, ...]
    queue: Queue | None = None
    every: int | None = None

    @property
    def function_name(self) -> str:
        """The name under which the audit log knows this job."""
        return f"vault_jobs_{self.name}"

    def __call__(self, event: Mapping[str, Any], _context: object) -> dict[str, Any] | None:
        """Do the work; of a queue's batch, tell which messages are to come again."""
        if self.queue is None:
            self.on_schedule(event)
            return None
        return {"batchItemFailures": [{"itemIdentifier": failed} for failed in self.failures(event["Records"])]}

    def on_schedule(self, event: Mapping[str, Any]) -> None:
        """One run in the primary region of a stage that takes writes; a schedule's event waits for its turn."""
        if regions.mode().discards_writes:
            return
        if self.every is None or "time" not in event:
            self.once({})
        elif schedule_lease.acquire(self.name, self.every):
            try:
                self.once({})
            except Exception:
                schedule_lease.release(self.name)
                raise

    def failures(self, records: Iterable[Mapping[str, Any]]) -> Iterable[str]:
        """The ids of the messages that could not be handled; the others are done."""
        for record in records:
            try:
                self.once(opened(record["body"]))
            except Exception:  # noqa: BLE001  has been logged; one message never holds up the others
                yield str(record["messageId"])

    def once(self, message: Mapping[str, Any]) -> None:
        """One run, logged and counted as a call is."""
        started = time.perf_counter()
        lines = logs.logger()
        lines.thread_safe_append_keys(job=self.name, message_id=message.get("id", ""))
        try:
            self.work(message)
            lines.info("job done", extra={"duration_ms": round((time.perf_counter() - started) * 1000, 2)})
            self.count(started, failed=False)
        except DomainError as error:
            logging.getLogger("vault.jobs").log(LEVEL[error.kind], "job failed", extra={"error_code": error.code})
            self.count(started, failed=True)
            raise
        except Exception as error:
            logs.CallLog().log_crash(error)
            self.count(started, failed=True)
            raise
        finally:
            lines.thread_safe_clear_keys()

    def count(self, started: float, *, failed: bool) -> None:
        """The metrics of a run, in CloudWatch's embedded format."""
        metrics = EphemeralMetrics(namespace="VAULT", service="vault")
        metrics.add_dimension("job", self.name)
        metrics.add_metric("Runs", MetricUnit.Count, 1)
        metrics.add_metric("Failures", MetricUnit.Count, int(failed))
        metrics.add_metric("Duration", MetricUnit.Milliseconds, (time.perf_counter() - started) * 1000)
        metrics.flush_metrics()


def opened(body: str) -> Mapping[str, Any]:
    """A message of a queue. What is none is logged, without what it says, and raised."""
    try:
        message: Mapping[str, Any] = json.loads(body)
    except ValueError as error:
        logs.CallLog().log_crash(error)
        raise
    return message


def job(*, uses: tuple[Any, ...], queue: Queue | None = None, every: int | None = None) -> Callable[[Work], Job]:
    """Declare the job that a function is: of a `queue`, or of a period in seconds.

    A queue's work is called with each message, a schedule's with an empty one. What it raises comes again.
    """

    def declare(work: Work) -> Job:
        name = work.__module__.rpartition(".")[2]
        summary = inspect.getdoc(inspect.getmodule(work)) or ""
        return Job(name=name, work=work, summary=summary, uses=uses, queue=queue, every=every)

    return declare
