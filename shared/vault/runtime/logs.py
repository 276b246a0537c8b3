"""Structured logs and metrics of calls: codes, tenant ids and durations; never bodies, tokens or personal data."""

import functools
import json
import logging
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

from vault.callers.model import CallContext, RequestInfo
from vault.kernel.errors import DomainError, Unavailable
from vault.kernel.settings import setting, stage
from vault.runtime.declaration import HttpFunction
from vault.runtime.http_event import LambdaContext
from vault.runtime.responses import SERVER_ERRORS, STATUS_DONE

COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)
COUNT, MILLISECONDS = MetricUnit.Count.value, MetricUnit.Milliseconds.value
NO_UNIT = "None"


@functools.cache
def _file() -> TextIO | None:
    """The file of a local system; in a deployment None: standard output, from which Lambda takes the lines."""
    name = setting("VAULT_LOG_FILE", "")
    return Path(name).open("a", buffering=1, encoding="utf-8") if name else None


def print_line(line: Mapping[str, object]) -> None:
    """Print what is no log record, such as metrics."""
    print(COMPACT.encode(line), file=_file())


@functools.cache
def logger() -> Logger:
    """The parent of the loggers of all rooms, such as "vault.radius"."""
    return Logger(
        service="vault",
        logger_name="vault",
        level=setting("VAULT_LOG_LEVEL", "INFO"),
        json_serializer=COMPACT.encode,
        json_deserializer=str,  # messages are sentences, never JSON
        stream=_file(),
    )


@dataclass
class CallLog:
    started: float = field(default_factory=time.perf_counter)
    status: int = STATUS_DONE
    error_code: str = ""
    unreached: str = ""
    """The outside system that was unavailable."""
    level: int = logging.INFO
    attempts: int = 0
    ctx: CallContext | None = None

    def record_refusal(self, error: DomainError, status: int, level: int) -> None:
        self.status, self.error_code, self.level = status, error.code, level
        if isinstance(error, Unavailable):
            self.unreached = str(error.data.get("service", ""))

    def record_outcome(self, status: int, error_code: str) -> None:
        self.status, self.error_code = status, error_code

    def log_crash(self, error: BaseException) -> None:
        """Log the exception's type and stack frames, but no values; they are shown at a local system's terminal."""
        frames = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        logger().error("unexpected error", extra={"error_type": type(error).__name__, "frames": frames})
        if _file():
            traceback.print_exception(error)


@contextmanager
def log_call(function: HttpFunction, request: RequestInfo, context: LambdaContext) -> Iterator[CallLog]:
    """Log and count a call at its end; every line until then has its correlation id."""
    log = CallLog()
    lines = logger()
    lines.thread_safe_append_keys(correlation_id=request.correlation_id, endpoint=function.path)
    try:
        yield log
        logging.getLogger("vault.runtime").log(log.level, "call answered", extra=_call_facts(log, context))
        count_call(function, log)
    finally:
        lines.thread_safe_clear_keys()


def _call_facts(log: CallLog, context: LambdaContext) -> dict[str, object]:
    return {
        "status": log.status,
        "error_code": log.error_code,
        "operator": log.ctx.operator.id if log.ctx else "",
        "attempts": log.attempts,
        "duration_ms": milliseconds_since(log.started),
        "request_id": getattr(context, "aws_request_id", ""),
    }


def milliseconds_since(started: float) -> float:
    """`started` is a reading of time.perf_counter."""
    return round((time.perf_counter() - started) * 1000, 2)


@functools.cache
def _metrics() -> AmazonCloudWatchEMFProvider:
    return AmazonCloudWatchEMFProvider(namespace="VAULT", service="vault")


def count_call(function: HttpFunction, log: CallLog) -> None:
    """Print the metrics of a call in CloudWatch's embedded metric format, by endpoint and for the stage."""
    counted: dict[str, dict[str, object]] = {
        "Calls": {"Unit": COUNT, "Value": 1},
        "Refusals": {"Unit": COUNT, "Value": int(bool(log.error_code) and log.status < SERVER_ERRORS)},
        "Failures": {"Unit": COUNT, "Value": int(log.status >= SERVER_ERRORS)},
        "Retries": {"Unit": COUNT, "Value": max(log.attempts - 1, 0)},
        "Duration": {"Unit": MILLISECONDS, "Value": milliseconds_since(log.started)},
    }
    dimensions = {"endpoint": function.path, "service": _metrics().service}
    line: dict[str, Any] = {**_metrics().serialize_metric_set(counted, dimensions, {"stage": stage()})}
    directives = line["_aws"]["CloudWatchMetrics"]
    directives[0]["Dimensions"].append(["stage"])
    if log.unreached:
        directive = {"Dimensions": [["stage", "unreached"]], "Metrics": [{"Name": "Unreached", "Unit": COUNT}]}
        directives.append({"Namespace": _metrics().namespace, **directive})
        line |= {"unreached": log.unreached, "Unreached": 1}
    print_line(line)


def print_measures(measures: Mapping[str, float]) -> None:
    """Print what a job has measured of the whole stage, in CloudWatch's embedded metric format."""
    if measures:
        counted = {name: {"Unit": NO_UNIT, "Value": measure} for name, measure in measures.items()}
        line: dict[str, Any] = {**_metrics().serialize_metric_set(counted, {"stage": stage()})}
        line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] = [["stage"]]
        print_line(line)
