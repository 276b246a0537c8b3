"""Mark the VLANs at which gateways may have something to do, in the write that causes it."""

from collections.abc import Iterable

from vault.callers.model import WriteContext
from vault.gateway_marks import queries
from vault.kernel.time import epoch_ms, now


def mark_gateway_vlans(
    ctx: WriteContext,
    *,
    units: Iterable[str] = (),
    vlans: Iterable[str] = (),
    plan: str | None = None,
    venue: str | None = None,
    urgent: bool = False,
) -> None:
    """Have the gateways' jobs look at VLANs; `vlans` are ids of VLAN vertices, the others of the things.

    Nobody has to compute a moment: the job that looks finds the next one. A plan or a venue is one vertex, whatever
    they have; the job takes it apart. VLANs of venues without a driven gateway are not marked: the first gateway marks
    all of them.
    """
    moment = epoch_ms(now())
    for unit_id in units:
        ctx.tx.change(queries.mark_vlan_of_unit(ctx.operator.id, unit_id, moment, urgent=urgent))
    for vlan_id in vlans:
        ctx.tx.change(queries.mark_vlan(ctx.operator.id, vlan_id, moment, urgent=urgent))
    for kind, thing in (("plan", plan), ("venue", venue)):
        if thing:
            ctx.tx.change(queries.order_marks(ctx.operator.id, kind, thing, moment))
