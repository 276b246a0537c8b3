"""Delete equipment whose scheduled removal is due."""

from vault.equipment_deletion import scheduled
from vault.runtime.endpoint import Graph, Service
from vault.runtime.job import JobContext, job


@job(every=60, uses=(Graph.WRITE, Service.KMS))
def handler(ctx: JobContext) -> None:
    scheduled.delete_due(ctx)
