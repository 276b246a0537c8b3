"""Delete what is left of a keypool that is being deleted."""

from vault.kernel.queue_messages import DeleteKeypool
from vault.keypool_lifecycle import deletion
from vault.runtime.endpoint import Graph, Queue
from vault.runtime.job import JobContext, job


@job(queue=Queue.DELETE_KEYPOOL, message=DeleteKeypool, uses=(Graph.WRITE, Queue.DELETE_KEYPOOL))
def handler(message: DeleteKeypool, ctx: JobContext) -> None:
    deletion.finish(ctx, message.keypool)
