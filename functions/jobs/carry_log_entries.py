"""Carry the log entries of other regions' reads to the log, which the primary region alone writes."""

from collections.abc import Mapping
from typing import Any

from vault.audit import carrier
from vault.runtime.endpoint import Graph, Queue
from vault.runtime.job import job


@job(queue=Queue.LOG_ENTRIES, uses=(Graph.WRITE, Queue.LOG_ENTRIES))
def handler(message: Mapping[str, Any]) -> None:
    carrier.arrived(message)
