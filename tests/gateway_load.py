"""Units with subscriptions by the hundred, for what costs and lasts."""

from collections.abc import Iterable

from tests.gateways import Site
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, __, new_edge, new_vertex
from vault.kernel import ids
from vault.kernel.time import epoch_ms
from vault.units import queries as units


def subscribe(site: Site, vlans: Iterable[int]) -> list[str]:
    """The ids of new units on VLANs of their own, with a subscription each that has begun."""
    return [_subscribe(site, vlan) for vlan in vlans]


def _subscribe(site: Site, vlan: int) -> str:
    unit, subscription = f"{site.venue.id}.U{vlan}", f"{site.venue.id}.S{vlan}"
    steps = [
        *units.create_vlan(site.venue.id, vlan),
        *units.add(site.venue.id, unit, {Prop.VLAN: vlan}),
        units.put_on_vlan(unit, site.venue.id, vlan),
        new_vertex(Label.SUBSCRIPTION, subscription, **{Prop.STARTS_AT: epoch_ms(site.moment) - 1}),
        new_edge(subscription, Edge.SUBSCRIPTION_AT, unit, ids.edge_id(subscription, Edge.SUBSCRIPTION_AT, unit)),
    ]
    execute(in_one_request(steps))
    return unit


def in_one_request(changes: Iterable[Steps]) -> Steps:
    steps = __.inject(0)
    for change in changes:
        steps = steps.side_effect(change)
    return steps
