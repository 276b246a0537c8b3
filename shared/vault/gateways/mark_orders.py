"""Orders to mark the VLANs of a venue, or those of a plan's subscriptions: taken apart a hundred VLANs a write."""

from vault.gateways import order_queries as queries
from vault.graph.connection import execute
from vault.graph.marks import has_mark
from vault.graph.schema import Prop, Row
from vault.graph.steps import T, __
from vault.kernel.time import epoch_ms, now
from vault.outbox.job_context import JobContext

VLANS_PER_WRITE = 100


def carry_out(ctx: JobContext, order: Row) -> None:
    """Add the order's next part to the write; what is left of it stays marked. Raises Unavailable."""
    moment = epoch_ms(now())
    ctx.tx.is_bookkeeping = True
    ctx.tx.guard(has_mark(order[T.id], order[Prop.MARK_ID]))
    if order[Prop.KIND] == "plan":
        ctx.tx.change(
            *queries.split_by_venue(order, execute(queries.venues_with_gateway(order[Prop.OPERATOR])), moment)
        )
        return
    plan, after = order.get(Prop.PLAN), order.get(Prop.VLAN, 0)
    vlans = execute(queries.next_vlans(order[Prop.MARKED], plan, after, moment, VLANS_PER_WRITE))
    if vlans:
        ctx.tx.change(queries.mark_vlans(order[Prop.OPERATOR], [each["id"] for each in vlans], moment))
    if len(vlans) < VLANS_PER_WRITE:
        ctx.tx.change(__.V(order[T.id]).drop())
    else:
        ctx.tx.change(queries.record_progress(order[T.id], vlans[-1]["vlan"], moment))
