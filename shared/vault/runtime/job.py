"""Declare jobs: what a queue's messages or a schedule start, as a Lambda handler."""

import inspect
import logging
import time
from collections.abc import Callable, Iterable
from typing import TypeVar, overload

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit
from pydantic import ValidationError

from vault.adapters import queue as queues
from vault.kernel import ids, regions
from vault.kernel.errors import DomainError
from vault.kernel.json_types import JsonObject
from vault.kernel.queue_messages import QueueMessage, TenantMessage
from vault.kernel.queues import Queue
from vault.kernel.values import value
from vault.operators.service import get_operator
from vault.outbox.job_context import JobContext
from vault.runtime import logs, schedule_lease
from vault.runtime.declaration import Use
from vault.runtime.http_event import LambdaContext, LambdaEvent
from vault.runtime.responses import LEVEL

__all__ = ["Job", "JobContext", "job"]
Message = TypeVar("Message", bound=QueueMessage)


@value
class Job:
    name: str
    handler: Callable[..., object]
    summary: str
    uses: tuple[Use, ...]
    queue: Queue | None = None
    message: type[QueueMessage] | None = None
    every: int | None = None

    @property
    def function_name(self) -> str:
        return f"vault_jobs_{self.name}"

    def __call__(self, event: LambdaEvent, context: LambdaContext) -> JsonObject | None:
        """Handle an event of SQS or EventBridge; for SQS return the partial batch response."""
        if self.queue is None:
            self.run_on_schedule(event, context)
            return None
        failed_message_ids = self.failed_message_ids(event["Records"], context)
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed_message_ids]}

    def run_on_schedule(self, event: LambdaEvent, context: LambdaContext) -> None:
        """Run in the primary region only, and on a scheduled event only with the lease."""
        if regions.mode().discards_writes:
            return
        if self.every is None or "time" not in event:
            self.run(context)
        elif lease := schedule_lease.acquire(self.name, self.every):
            try:
                is_unfinished = self.run(context, previous_run=lease.previous_run)
            except Exception:
                schedule_lease.release(lease)
                raise
            schedule_lease.record_outcome(lease, is_unfinished=is_unfinished)

    def failed_message_ids(self, records: Iterable[LambdaEvent], context: LambdaContext) -> Iterable[str]:
        for record in records:
            try:
                self.run(context, self.parse_message(record["body"]))
            except Exception:  # noqa: BLE001  has been logged; one message never holds up the others
                yield str(record["messageId"])

    def parse_message(self, body: str) -> QueueMessage:
        """Log a malformed body without its content (personal data) and raise, so that SQS dead-letters it."""
        try:
            return (self.message or QueueMessage).model_validate_json(body)
        except ValidationError as error:
            logs.CallLog().log_crash(error)
            raise

    def run(self, context: LambdaContext, message: QueueMessage | None = None, previous_run: int | None = None) -> bool:
        """Return whether the run stopped before its work was done."""
        started = time.perf_counter()
        log = logs.logger()
        log.thread_safe_append_keys(job=self.name, message_id=message.id if message else "")
        try:
            is_unfinished = self.handle(context, message, previous_run)
            log.info("job done", extra={"duration_ms": logs.milliseconds_since(started)})
            self.count_run(started, failed=False)
        except DomainError as error:
            logging.getLogger("vault.runtime").log(LEVEL[error.kind], "job failed", extra={"error_code": error.code})
            self.count_run(started, failed=True)
            raise
        except Exception as error:
            logs.CallLog().log_crash(error)
            self.count_run(started, failed=True)
            raise
        finally:
            log.thread_safe_clear_keys()
        return is_unfinished

    def handle(self, context: LambdaContext, message: QueueMessage | None, previous_run: int | None) -> bool:
        ctx = JobContext(self.function_name, context.get_remaining_time_in_millis, previous_run=previous_run)
        if isinstance(message, TenantMessage):
            ctx = ctx.for_operator(get_operator("id", message.operator))
        self.handler(*([message] if message else []), ctx)
        ctx.commit()
        logs.print_measures(ctx.measures)
        if message and ctx.is_unfinished:
            queues.send([message.model_copy(update={"id": ids.generate_id("job")}).to_json()])
        return ctx.is_unfinished

    def count_run(self, started: float, *, failed: bool) -> None:
        metrics = EphemeralMetrics(namespace="VAULT", service="vault")
        metrics.add_dimension("job", self.name)
        metrics.add_metric("Runs", MetricUnit.Count, 1)
        metrics.add_metric("Failures", MetricUnit.Count, int(failed))
        metrics.add_metric("Duration", MetricUnit.Milliseconds, logs.milliseconds_since(started))
        logs.print_line(dict(metrics.serialize_metric_set()))


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
    """Declare a job, `every` in seconds; a message whose handler raises is delivered again."""

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
