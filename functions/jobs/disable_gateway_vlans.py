"""Disable at gateways the VLANs on which no subscription is in effect any more."""

from vault.gateways import schedule
from vault.graph.schema import Prop
from vault.runtime.endpoint import Graph, Queue
from vault.runtime.job import JobContext, job


@job(every=60, uses=(Graph.WRITE, Queue.CONFIGURE_GATEWAY))
def handler(ctx: JobContext) -> None:
    schedule.send_for_gateways(ctx, Prop.WAITS_DISABLE)
