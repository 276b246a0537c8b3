"""Remove the policies of a keypool at a venue from which it was disconnected."""

from vault.kernel.queue_messages import DisconnectKeypool
from vault.keypool_lifecycle import disconnection
from vault.runtime.endpoint import Graph, Queue
from vault.runtime.job import JobContext, job


@job(queue=Queue.DISCONNECT_KEYPOOL, message=DisconnectKeypool, uses=(Graph.WRITE, Queue.DISCONNECT_KEYPOOL))
def handler(message: DisconnectKeypool, ctx: JobContext) -> None:
    disconnection.finish(ctx, message.keypool, message.venue)
