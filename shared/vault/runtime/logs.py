"""Structured logs and metrics of calls: codes, ids of tenants and durations; never a body, a token or a person."""

import functools
import logging
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from vault.callers.model import Caller, Request
from vault.kernel.errors import DomainError
from vault.kernel.settings import setting
from vault.runtime.answers import SERVER_ERRORS, STATUS_DONE
from vault.runtime.declaration import Declaration


@functools.cache
def logger() -> Logger:
    """The logger under which all of VAULT logs; modules use logging.getLogger("vault.…")."""
    return Logger(service="vault", logger_name="vault", level=setting("VAULT_LOG_LEVEL", "INFO"))


@dataclass
class CallLog:
    """What is noted of one call until it is logged."""

    started: float = field(default_factory=time.perf_counter)
    status: int = STATUS_DONE
    error_code: str = ""
    level: int = logging.INFO
    attempts: int = 0
    caller: Caller | None = None

    def refused(self, error: DomainError, status: int, level: int) -> None:
        """Note why a call was refused."""
        self.status, self.error_code, self.level = status, error.code, level

    def crashed(self, error: BaseException) -> None:
        """Log where something unexpected broke: types and frames, never values."""
        frames = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        logger().error("unexpected error", extra={"error_type": type(error).__name__, "frames": frames})


@contextmanager
def call(endpoint: Declaration, request: Request, context: Any) -> Iterator[CallLog]:
    """Log a call and count it when it is answered; its correlation id stands in every line between."""
    log = CallLog()
    lines = logger()
    lines.thread_safe_append_keys(correlation_id=request.correlation_id, endpoint=endpoint.path)
    try:
        yield log
        logging.getLogger("vault.calls").log(log.level, "call answered", extra=facts(log, context))
        count(endpoint, log)
    finally:
        lines.thread_safe_clear_keys()


def facts(log: CallLog, context: Any) -> dict[str, Any]:
    """What the line about a call says."""
    return {
        "status": log.status,
        "error_code": log.error_code,
        "operator": log.caller.operator.id if log.caller else "",
        "attempts": log.attempts,
        "duration_ms": round((time.perf_counter() - log.started) * 1000, 2),
        "request_id": getattr(context, "aws_request_id", ""),
    }


def count(endpoint: Declaration, log: CallLog) -> None:
    """The metrics of a call, in CloudWatch's embedded format."""
    metrics = EphemeralMetrics(namespace="VAULT", service="vault")
    metrics.add_dimension("endpoint", endpoint.path)
    metrics.add_metric("Calls", MetricUnit.Count, 1)
    metrics.add_metric("Refusals", MetricUnit.Count, int(bool(log.error_code) and log.status < SERVER_ERRORS))
    metrics.add_metric("Failures", MetricUnit.Count, int(log.status >= SERVER_ERRORS))
    metrics.add_metric("Retries", MetricUnit.Count, max(log.attempts - 1, 0))
    metrics.add_metric("Duration", MetricUnit.Milliseconds, (time.perf_counter() - log.started) * 1000)
    metrics.flush_metrics()
