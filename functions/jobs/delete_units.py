"""Delete the units of a venue that a call had no time for."""

from vault.kernel.queue_messages import DeleteUnits
from vault.runtime.endpoint import Graph, Queue
from vault.runtime.job import JobContext, job
from vault.unit_deletion import service as unit_deletion


@job(queue=Queue.DELETE_UNITS, message=DeleteUnits, uses=(Graph.WRITE, Queue.DELETE_UNITS))
def handler(message: DeleteUnits, ctx: JobContext) -> None:
    unit_deletion.finish(ctx, message)
