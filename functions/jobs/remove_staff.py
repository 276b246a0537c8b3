"""Remove staff access whose scheduled removal is due."""

from vault.runtime.endpoint import Graph, Queue, Service
from vault.runtime.job import JobContext, job
from vault.staff import removals


@job(every=60, uses=(Graph.WRITE, Queue.NOTIFICATIONS, Service.REDIS))
def handler(ctx: JobContext) -> None:
    removals.remove_due(ctx)
