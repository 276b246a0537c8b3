"""Evaluate due VLANs: find their next boundary, and let the gateways of their venues know that work waits."""

from collections.abc import Sequence

from vault.gateways import queries
from vault.gateways.desired import desired_state, next_boundary
from vault.gateways.model import GatewayAddress, UnitVlan, VenueWithGateways
from vault.graph.connection import execute
from vault.graph.marks import has_mark
from vault.graph.schema import Prop
from vault.graph.steps import Steps
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.outbox.job_context import JobContext

VLANS_PER_WRITE = 50


def evaluate(ctx: JobContext, vlan_ids: Sequence[str]) -> None:
    """Add to the write what these VLANs need; one that another run has evaluated meanwhile is skipped.

    Their next marks and the gateways' work are one write: no gateway is forgotten, and a dead one keeps no VLAN due for
    the others.
    """
    moment = epoch_ms(now())
    ctx.tx.is_bookkeeping = True
    for found in execute(queries.vlans_to_evaluate(vlan_ids, moment)):
        vlans = [vlan for vlan in map(UnitVlan.from_row, found["vlans"]) if vlan.is_due(moment)]
        for venue in map(VenueWithGateways.from_row, found["venues"]):
            here = [_Evaluation.from_vlan(venue, vlan, moment) for vlan in vlans if vlan.venue_id == venue.id]
            for each in here:
                ctx.tx.guard(has_mark(each.vlan.id, str(each.vlan.mark_id)))
                ctx.tx.change(queries.set_evaluated(each.vlan.id, venue.operator_id, each.revision, each.boundary))
            for gateway in venue.gateways:
                ctx.tx.change(*_let_wait(gateway, here, moment), *_wake(gateway, venue.operator_id, here, moment))


@value
class _Evaluation:
    """What was found of one VLAN: whether anything on it shall be on, and when that may change."""

    vlan: UnitVlan
    is_desired: bool
    boundary: int | None
    revision: str

    @classmethod
    def from_vlan(cls, venue: VenueWithGateways, vlan: UnitVlan, moment: int) -> "_Evaluation":
        desired = desired_state(vlan.subscriptions, vlan.number, venue.offset, moment)
        boundary = next_boundary(vlan.subscriptions, moment) if venue.gateways else None
        return cls(vlan, bool(desired.limits), boundary, ids.generate_id("revision"))


def _let_wait(gateway: GatewayAddress, evaluations: Sequence[_Evaluation], moment: int) -> list[Steps]:
    return [
        queries.let_wait(
            gateway.key,
            each.vlan.number,
            each.revision,
            moment,
            is_new=each.is_desired,
            is_urgent=each.vlan.is_urgent,
        )
        for each in evaluations
    ]


def _wake(gateway: GatewayAddress, operator_id: str, evaluations: Sequence[_Evaluation], moment: int) -> list[Steps]:
    """Which job sends the gateway's work; a VLAN that is not desired is work only where it was ever confirmed."""
    steps = []
    if any(each.is_desired for each in evaluations):
        steps += queries.wake_gateway(gateway.id, operator_id, Prop.WAITS_ENABLE, moment)
    if not_desired := [each.vlan.number for each in evaluations if not each.is_desired]:
        confirmed = queries.states(gateway.key, not_desired)
        steps += queries.wake_gateway(gateway.id, operator_id, Prop.WAITS_DISABLE, moment, confirmed)
    return steps
