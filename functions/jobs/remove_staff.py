"""Take away the staff access whose removal was scheduled and is due."""

from collections.abc import Mapping
from typing import Any

from vault.runtime.endpoint import Graph, Queue
from vault.runtime.job import job
from vault.staff import removals


@job(uses=(Graph.WRITE, Queue.NOTIFICATIONS), every=60)
def handler(_message: Mapping[str, Any]) -> None:
    removals.remove_due("vault_jobs_remove_staff")
