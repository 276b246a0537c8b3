"""The declaration of a job: what a queue's messages or a schedule start, and the Lambda handler that it is."""

import inspect
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, overload

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit
from pydantic import ValidationError

from vault.adapters import queue as queues
from vault.kernel import ids, regions
from vault.kernel.errors import DomainError
from vault.kernel.queue_messages import QueueMessage, TenantMessage
from vault.kernel.queues import Queue
from vault.kernel.values import value
from vault.operators.service import get_operator
from vault.outbox.job_context import JobContext
from vault.runtime import logs, schedule_lease
from vault.runtime.declaration import Use
from vault.runtime.http_event import LambdaContext
from vault.runtime.responses import LEVEL

__all__ = ["Job", "JobContext", "job"]
Message = TypeVar("Message", bound=QueueMessage)


@value
class Job:
    """Started by the messages of a queue, each on its own, or every so many seconds; called by Lambda with an event."""

    name: str
    handler: Callable[..., object]
    summary: str
    uses: tuple[Use, ...]
    queue: Queue | None = None
    message: type[QueueMessage] | None = None
    every: int | None = None

    @property
    def function_name(self) -> str:
        """The name under which the audit log knows this job."""
        return f"vault_jobs_{self.name}"

    def __call__(self, event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any] | None:
        """Do the work; of a queue's batch, tell which messages are to come again."""
        if self.queue is None:
            self.run_on_schedule(event, context)
            return None
        failures = self.failures(event["Records"], context)
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failures]}

    def run_on_schedule(self, event: Mapping[str, Any], context: LambdaContext) -> None:
        """One run in the primary region of a stage that takes writes; a schedule's event acquires the lease first."""
        if regions.mode().discards_writes:
            return
        if self.every is None or "time" not in event:
            self.run(context)
        elif schedule_lease.acquire(self.name, self.every):
            try:
                self.run(context)
            except Exception:
                schedule_lease.release(self.name)
                raise

    def failures(self, records: Iterable[Mapping[str, Any]], context: LambdaContext) -> Iterable[str]:
        """The ids of the messages that could not be handled; the others are done."""
        for record in records:
            try:
                self.run(context, self.parse_message(record["body"]))
            except Exception:  # noqa: BLE001  has been logged; one message never holds up the others
                yield str(record["messageId"])

    def parse_message(self, body: str) -> QueueMessage:
        """Parse an SQS body.

        A malformed one is logged without its content (personal data) and re-raised, so that SQS dead-letters it.
        """
        try:
            return (self.message or QueueMessage).model_validate_json(body)
        except ValidationError as error:
            logs.CallLog().log_crash(error)
            raise

    def run(self, context: LambdaContext, message: QueueMessage | None = None) -> None:
        """One run, logged and counted as a call is."""
        started = time.perf_counter()
        lines = logs.logger()
        lines.thread_safe_append_keys(job=self.name, message_id=message.id if message else "")
        try:
            self.handle(context, message)
            lines.info("job done", extra={"duration_ms": logs.milliseconds_since(started)})
            self.count_run(started, failed=False)
        except DomainError as error:
            logging.getLogger("vault.jobs").log(LEVEL[error.kind], "job failed", extra={"error_code": error.code})
            self.count_run(started, failed=True)
            raise
        except Exception as error:
            logs.CallLog().log_crash(error)
            self.count_run(started, failed=True)
            raise
        finally:
            lines.thread_safe_clear_keys()

    def handle(self, context: LambdaContext, message: QueueMessage | None) -> None:
        """Call the handler, commit and publish what it wrote, and queue the next part where it ran out of time."""
        ctx = JobContext(self.function_name, context.get_remaining_time_in_millis)
        if isinstance(message, TenantMessage):
            ctx = ctx.for_operator(get_operator("id", message.operator))
        self.handler(*([message] if message else []), ctx)
        ctx.commit()
        if message and ctx.is_unfinished:
            queues.send([message.model_copy(update={"id": ids.generate_id("job")}).to_json()])

    def count_run(self, started: float, *, failed: bool) -> None:
        """Print the metrics of a run, in CloudWatch's embedded format."""
        metrics = EphemeralMetrics(namespace="VAULT", service="vault")
        metrics.add_dimension("job", self.name)
        metrics.add_metric("Runs", MetricUnit.Count, 1)
        metrics.add_metric("Failures", MetricUnit.Count, int(failed))
        metrics.add_metric("Duration", MetricUnit.Milliseconds, logs.milliseconds_since(started))
        metrics.flush_metrics()


@overload
def job(
    *, uses: tuple[Use, ...], queue: Queue, message: type[Message]
) -> Callable[[Callable[[Message, JobContext], None]], Job]: ...
@overload
def job(*, uses: tuple[Use, ...], every: int) -> Callable[[Callable[[JobContext], None]], Job]: ...
def job(
    *,
    uses: tuple[Use, ...],
    queue: Queue | None = None,
    message: type[QueueMessage] | None = None,
    every: int | None = None,
) -> Callable[[Callable[..., None]], Job]:
    """Declare the job that a function is: of a queue and its messages, or of a period in seconds.

    A queue's handler is called with each message, parsed. A message for which it raises comes again.
    """

    def declare(handler: Callable[..., None]) -> Job:
        return Job(
            name=handler.__module__.rpartition(".")[2],
            handler=handler,
            summary=inspect.getdoc(inspect.getmodule(handler)) or "",
            uses=uses,
            queue=queue,
            message=message,
            every=every,
        )

    return declare
