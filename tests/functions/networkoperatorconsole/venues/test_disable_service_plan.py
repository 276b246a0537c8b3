"""Withdrawing service plans from venues."""

from functions.networkoperatorconsole.venues.disable_service_plan import handler
from tests.factories import World, add_plan, unique_name
from tests.gateway import call
from vault.graph.connection import execute
from vault.graph.schema import Edge
from vault.graph.steps import __


def test_a_plan_is_withdrawn_from_one_venue_only(world: World) -> None:
    token, name = world.mine.token("DomainAdministrator"), unique_name("Premium")
    here, there = world.mine.venues
    plan = add_plan(world.mine, name, here, there)

    withdrawn = call(handler, token, {"ServicePlanID": plan, "VenueID": here.id})

    assert withdrawn.body["message"] == f"Service plan {name} disabled for {here.name}"
    assert execute(__.V(plan).out(Edge.OFFERED_AT).id_()) == [there.id]


def test_a_plan_that_is_not_offered_cannot_be_withdrawn(world: World) -> None:
    token, plan = world.mine.token("DomainAdministrator"), add_plan(world.mine, unique_name("Plan"))

    refused = call(handler, token, {"ServicePlanID": plan, "VenueID": world.mine.venues[0].id})

    assert (refused.status, refused.code) == (400, "ServicePlanNotOffered")


def test_plan_and_venue_are_the_operators_own(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), world.mine.venues[0]
    mine, theirs = add_plan(world.mine, unique_name("Plan"), venue), add_plan(world.other, unique_name("Plan"))

    foreign_plan = call(handler, token, {"ServicePlanID": theirs, "VenueID": venue.id})
    foreign_venue = call(handler, token, {"ServicePlanID": mine, "VenueID": world.other.venues[0].id})

    assert (foreign_plan.status, foreign_plan.code) == (404, "ServicePlanNotFound")
    assert (foreign_venue.status, foreign_venue.code) == (404, "VenueNotFound")
