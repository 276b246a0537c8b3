"""Do at a gateway what is due there, in one session."""

from vault.gateways import worker
from vault.kernel.queue_messages import ConfigureGateway
from vault.runtime.endpoint import Graph, Queue, Service
from vault.runtime.job import JobContext, job


@job(queue=Queue.CONFIGURE_GATEWAY, message=ConfigureGateway, uses=(Graph.WRITE, Service.GATEWAYS, Service.KMS))
def handler(message: ConfigureGateway, ctx: JobContext) -> None:
    worker.configure_gateway(ctx, message.gateway)
