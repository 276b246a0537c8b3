"""Mark the VLANs at which gateways may have something to do, in the write that causes it."""

from collections.abc import Collection

from vault.callers.model import WriteContext
from vault.gateway_marks import queries
from vault.graph.schema import Edge
from vault.graph.steps import Steps, __
from vault.kernel.time import epoch_ms, now


def mark_gateway_vlans(
    ctx: WriteContext,
    *,
    units: Collection[str] | Steps = (),
    vlans: Collection[str] = (),
    plan: str | None = None,
    venue: str | None = None,
    urgent: bool = False,
) -> None:
    """Have the gateways' jobs look at the VLANs of things, by their ids; `vlans` are ids of VLAN vertices.

    `units` may be steps that lead to units; the write follows them, and its own edges, so call it after the change.
    Nobody has to compute a moment: the job that looks finds the next one. A plan or a venue is one vertex, whatever
    they have; the job takes it apart. VLANs of venues without a driven gateway are not marked: the first gateway marks
    all of them.
    """
    moment = epoch_ms(now())
    found = [_vertices(units).out(Edge.ON_VLAN)] if units else []
    found += [_vertices(vlans)] if vlans else []
    for each in found:
        ctx.tx.change(queries.mark_driven_vlans(each, ctx.operator.id, moment, urgent=urgent))
    for kind, thing in (("plan", plan), ("venue", venue)):
        if thing:
            ctx.tx.change(queries.order_marks(ctx.operator.id, kind, thing, moment))


def _vertices(things: Collection[str] | Steps) -> Steps:
    return __.V(*things) if isinstance(things, Collection) else things
