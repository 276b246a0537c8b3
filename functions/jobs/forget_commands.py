"""Forget the answers of writes that nobody repeats any more."""

from collections.abc import Mapping
from typing import Any

from vault.runtime import idempotency
from vault.runtime.endpoint import Graph
from vault.runtime.job import job


@job(every=3600, uses=(Graph.WRITE,))
def handler(_message: Mapping[str, Any]) -> None:
    while idempotency.delete_expired():
        pass
