"""Empty the outbox: delete the published records, and publish those that a write left because its function died."""

from vault.outbox import relay
from vault.runtime.endpoint import Graph, Queue
from vault.runtime.job import JobContext, job


@job(every=60, uses=(Graph.WRITE, *Queue))
def handler(ctx: JobContext) -> None:
    ctx.batches(lambda: relay.sweep() > 0)
