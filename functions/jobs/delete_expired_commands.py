"""Delete stored responses of commands that are older than a day."""

from vault.runtime import idempotency
from vault.runtime.endpoint import Graph
from vault.runtime.job import JobContext, job


@job(every=3600, uses=(Graph.WRITE,))
def handler(ctx: JobContext) -> None:
    ctx.batches(lambda: idempotency.delete_expired() > 0)
