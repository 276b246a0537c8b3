"""Withdrawing service plans from venues."""

from functions.networkoperatorconsole.venues.configure_venue import handler as configure
from functions.networkoperatorconsole.venues.disable_service_plan import handler
from tests.factories import World, add_plan, add_venue, unique_name
from tests.gateway import call
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
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


def test_a_default_plan_is_unset_and_the_answer_says_so(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, unique_name("Tower"))
    plan = add_plan(world.mine, unique_name("Plan"), venue)
    body = {"VenueID": venue.id, "ServicePlanConfiguration": {"DefaultServicePlanID_Roaming": plan}}
    assert call(configure, token, body).status == 200

    answer = call(handler, token, {"VenueID": venue.id, "ServicePlanID": plan})

    assert answer.body["message"].endswith("It was a default plan there; none is set in its place.")
    assert execute(__.V(venue.id).values(Prop.DEFAULT_PLAN_ROAMING)) == []
