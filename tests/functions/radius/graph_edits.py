"""Changes to the graph that bypass the endpoints, for tests of authentication."""

from tests import cards
from tests.factories import commit, unique_name
from tests.radius_client import House
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now
from vault.plans import queries as plan_queries
from vault.plans import service as plans


def add_plan_of(home: House, *, wireless_only: bool = False, **speeds: int) -> None:
    """Give a house a plan with these speeds and devices."""
    ctx = home.tenant.caller()
    usual = {"upload_kbps": 1000, "download_kbps": 1000, "concurrent_devices": 10, "billing_cycle_hours": 730.5}
    plan = plans.add(ctx, unique_name("Plan"), "", {**usual, **speeds}, wireless_only=wireless_only)
    ctx.tx.change(plan_queries.offer(plan.id, home.venue.id, epoch_ms(now())))
    commit(ctx)


def set_offset(home: House, offset: int) -> None:
    """Set the distance from a unit's VLAN to that of its wireless-only plans."""
    execute(with_properties(__.V(home.venue.id), **{Prop.WIRELESS_ONLY_OFFSET: offset}))


def set_key(token: str, **properties: object) -> None:
    """Set properties of a person's keys."""
    execute(with_properties(__.V(ids.subscriber_id(token)).out(Edge.HOLDS), **properties))


def set_policy(token: str, **properties: object) -> None:
    """Set properties of the policies of a person's keys."""
    policies = __.V(ids.subscriber_id(token)).out(Edge.HOLDS).out_e(Edge.AT_UNIT)
    for name, value in properties.items():
        policies = policies.property(name, value)
    execute(policies)


def set_batch(batch: dict[str, str], **properties: object) -> None:
    execute(with_properties(__.V(cards.batch_id(batch["KeyPoolID"], batch["ScratchCard_BatchID"])), **properties))
