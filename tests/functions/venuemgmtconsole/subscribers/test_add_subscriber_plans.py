"""The service plan of a new subscription."""

from tests.factories import World, add_plan, add_unit, add_venue, unique_name
from tests.residents import move_in
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __, single
from vault.kernel.ids import subscriber_id
from vault.venues.model import Venue


def test_the_only_plan_of_the_venue_is_taken(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Single"))
    plan = add_plan(world.mine, unique_name("Plan"), venue)

    token = move_in(world.mine, add_unit(world.mine, venue, "1")).body["SubscriberToken"]

    assert plan_of(token) == [plan]


def test_of_several_plans_the_venues_default_is_taken(world: World) -> None:
    venue, plans = venue_with_plans(world.mine, 2)
    undecided = move_in(world.mine, add_unit(world.mine, venue, "1")).body["SubscriberToken"]
    execute(__.V(venue.id).property(single, Prop.DEFAULT_PLAN_WIRED, plans[1]))

    decided = move_in(world.mine, add_unit(world.mine, venue, "2")).body["SubscriberToken"]

    assert [plan_of(undecided), plan_of(decided)] == [[], [plans[1]]]


def venue_with_plans(world: World, number: int) -> tuple[Venue, list[str]]:
    """A venue that offers a number of plans."""
    venue = add_venue(world.mine, unique_name("Choice"))
    return venue, [add_plan(world.mine, unique_name("Plan"), venue) for _ in range(number)]


def plan_of(token: str) -> list[str]:
    """The plans of a person's subscriptions."""
    return execute(__.V(subscriber_id(token)).out(Edge.SUBSCRIBES).out(Edge.SUBSCRIPTION_PLAN).id_())
