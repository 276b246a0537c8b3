"""Empty the outbox: drop what was carried, and carry what writes left there because their carrier died."""

from vault.outbox import relay
from vault.runtime.endpoint import Graph, Queue
from vault.runtime.job import JobContext, job


@job(every=60, uses=(Graph.WRITE, *Queue))
def handler(ctx: JobContext) -> None:
    ctx.batches(lambda: relay.sweep() > 0)
