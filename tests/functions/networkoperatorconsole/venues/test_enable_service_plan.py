"""Offering service plans at venues."""

from functions.networkoperatorconsole.venues.enable_service_plan import handler
from tests.factories import World, add_plan, unique_name
from tests.gateway import call


def test_a_plan_is_offered_at_a_venue_in_the_documented_words(world: World) -> None:
    name, venue = unique_name("Premium"), world.mine.venues[0]
    plan = add_plan(world.mine, name)

    enabled = call(handler, world.mine.token("CustomerSupport"), {"ServicePlanID": plan, "VenueID": venue.id})

    assert enabled.body["message"] == f"Service plan {name} enabled for {venue.name}"
    assert (enabled.body["ServicePlanID"], enabled.body["VenueID"]) == (plan, venue.id)


def test_a_plan_offered_twice_is_offered_once(world: World) -> None:
    name, venue, token = unique_name("Premium"), world.mine.venues[0], world.mine.token("AccountManager")
    body = {"ServicePlanID": add_plan(world.mine, name, venue), "VenueID": venue.id}

    again = call(handler, token, body)

    assert (again.status, again.body["message"]) == (200, f"Service plan {name} is already enabled for {venue.name}")


def test_plan_and_venue_are_the_operators_own(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), world.mine.venues[0]
    mine, theirs = add_plan(world.mine, unique_name("Plan")), add_plan(world.other, unique_name("Plan"))

    foreign_plan = call(handler, token, {"ServicePlanID": theirs, "VenueID": venue.id})
    foreign_venue = call(handler, token, {"ServicePlanID": mine, "VenueID": world.other.venues[0].id})

    assert (foreign_plan.status, foreign_plan.code) == (404, "ServicePlanNotFound")
    assert (foreign_venue.status, foreign_venue.code) == (404, "VenueNotFound")
