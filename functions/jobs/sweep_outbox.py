"""Empty the outbox: drop what was carried, and carry what writes left there because their carrier died."""

from collections.abc import Mapping
from typing import Any

from vault.audit import carrier
from vault.runtime.endpoint import Graph, Queue
from vault.runtime.job import job


@job(every=60, uses=(Graph.WRITE, *Queue))
def handler(_message: Mapping[str, Any]) -> None:
    while carrier.sweep():
        pass
