"""Listing units of a venue, the first with its networks, plans, subscriptions and policies."""

from typing import Any

import pytest

from functions.networkoperatorconsole.venues.configure_venue_unit import handler as configure_handler
from functions.networkoperatorconsole.venues.list_venue_unit_details import handler
from tests.bench.round_trips import count_requests
from tests.factories import World, add_plan, add_unit, add_venue, unique_name
from tests.gateway import Answer, call
from tests.residents import add_pool, move_in
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.keypools.queries import add_attachment
from vault.units import queries
from vault.venues.model import Venue

MARCH_15 = 1_773_547_200_000  # 2026-03-15T04:00Z, the day after the clocks changed in Chicago


def details(world: World, venue: Venue, role: str = "DomainAdministrator", /, **more: Any) -> Answer:
    return call(handler, world.mine.token(role), {"VenueID": venue.id, **more})


def names(answer: Answer) -> list[str]:
    return [f"{each['UnitBuilding']}/{each['UnitFloor']}/{each['UnitID']}" for each in answer.body["VenueUnits"]]


@pytest.fixture
def venue(world: World) -> Venue:
    return add_venue(world.mine, unique_name("Tower"))


def test_units_stand_in_the_order_of_their_names_and_two_is_before_ten(world: World, venue: Venue) -> None:
    for name in ("10", "2", "A 10", "a 9", "1"):
        add_unit(world.mine, venue, name)
    execute(with_properties(__.V(f"{venue.id}.1.DEFAULT.DEFAULT"), **{Prop.BUILDING: "East"}))

    answer = details(world, venue)

    assert names(answer) == [
        *(f"DEFAULT/DEFAULT/{name}" for name in ("2", "10", "a 9", "A 10")),
        "East/DEFAULT/1",
    ]
    assert answer.body["message"] == ("Found 5 units. Venue Details and subscriptions displayed for first unit only.")
    assert ["Venue" in each for each in answer.body["VenueUnits"]] == [True, *[False] * 4]


def test_one_unit_is_found_by_its_id_or_its_names(world: World, venue: Venue) -> None:
    units = [add_unit(world.mine, venue, name) for name in ("Suite 1", "Suite 2")]

    by_id = details(world, venue, UnitID_internal=units[1])
    by_name = details(world, venue, UnitID="suite 2", UnitFloor="default", UnitBuilding="DEFAULT")
    nothing = details(world, venue, UnitID="9")
    elsewhere = details(world, venue, UnitID_internal=world.mine.units[0])

    assert [each.body["VenueUnits"][0]["UnitID_internal"] for each in (by_id, by_name)] == [units[1]] * 2
    assert by_id.body["message"] == "Found 1 unit."
    assert (nothing.status, nothing.body["VenueUnits"]) == (200, [])
    assert (elsewhere.status, elsewhere.code) == (400, "ReferencesDisagree")


def test_the_first_unit_has_its_venue_networks_plans_and_subscriptions(world: World, venue: Venue) -> None:
    unit, plan = add_unit(world.mine, venue, "1"), add_plan(world.mine, unique_name("Plan"), venue)
    local, own = add_pool(world.mine, VenueID=venue.id), add_pool(world.mine, SSID=unique_name("Own"), Scope="local")
    execute(add_attachment(own, unit))
    token = move_in(world.mine, unit).body["SubscriberToken"]
    ended = move_in(world.mine, unit, **{"StartDateTimeUTC.ISO8601": "2020-01-01T00:00:00Z"}).body["SubscriberToken"]
    execute(with_properties(__.V(ids.subscriber_id(ended)).out(Edge.SUBSCRIBES), **{Prop.ENDS_AT: 1}))

    (first,) = details(world, venue).body["VenueUnits"]

    scopes = {pool_id: each["Scope"] for pool_id, each in first["Keypools"].items()}
    assert (first["Venue"]["VenueID"], first["Venue"]["VenueName"]) == (venue.id, venue.name)
    assert (scopes[local], scopes[own]) == ("venue", "unit")
    assert list(first["AvailableServicePlans"]) == [plan]
    assert [each["SubscriberToken"] for each in first["ActiveSubscriptions"]] == [token]
    assert [each["SubscriberToken"] for each in first["ServiceHistory"]] == [ended]
    assert {each["SubscriberToken"] for each in first["PolicyTimeline"]} == {token, ended}
    assert {each["vlan"] for each in first["PolicyTimeline"]} == {first["vlan"]}


def test_the_settings_of_the_first_unit_are_shown(world: World, venue: Venue) -> None:
    body = {
        "UnitID_internal": add_unit(world.mine, venue, "1"),
        "Notifications": {"suppressSubscriberSMS": True},
        "ShoppingCart": {"ShoppingCartPriceAdjustment": {"USD": -500}},
    }
    call(configure_handler, world.mine.token("DomainAdministrator"), body)

    (first,) = details(world, venue).body["VenueUnits"]

    assert first["Notifications"] == {"suppressSubscriberSMS": True}
    assert first["ShoppingCart"] == {"ShoppingCartPriceAdjustment.USD": -500}
    assert first["NetworkConfiguration"] == {"allowOverlappingSubscriptionWiredUnit": False}


def test_a_subscription_for_less_than_a_month_is_a_guests(world: World, venue: Venue) -> None:
    unit = add_unit(world.mine, venue, "1")
    add_plan(world.mine, unique_name("Night"), venue, hours=24)
    move_in(world.mine, unit)

    (first,) = details(world, venue).body["VenueUnits"]

    assert (len(first["GuestSubscriptions"]), first["ActiveSubscriptions"]) == (1, [])


@pytest.mark.parametrize(
    ("offset", "start", "end"),
    [
        (None, "2026-03-07T00:00:00.000-06:00", "2026-03-14T23:00:00.000-05:00"),
        (-300, "2026-03-07T01:00:00.000-05:00", "2026-03-14T23:00:00.000-05:00"),
        (330, "2026-03-07T11:30:00.000+05:30", "2026-03-15T09:30:00.000+05:30"),
    ],
)
def test_times_are_in_utc_and_beside_it_at_the_callers_offset_or_in_the_zone_of_the_venue(
    world: World, venue: Venue, offset: int | None, start: str, end: str
) -> None:
    unit = add_unit(world.mine, venue, "1")
    token = move_in(world.mine, unit, **{"StartDateTimeUTC.ISO8601": "2026-03-07T12:00:00Z"}).body["SubscriberToken"]
    execute(with_properties(__.V(ids.subscriber_id(token)).out(Edge.SUBSCRIBES), **{Prop.ENDS_AT: MARCH_15}))

    (first,) = details(world, venue, **({} if offset is None else {"UserTimeZone": offset})).body["VenueUnits"]

    (shown,) = first["ServiceHistory"]
    assert (shown["StartDateTimeUTC.ISO8601"], shown["StartDateTime"]) == ("2026-03-07T06:00:00.000Z", start)
    assert (shown["EndDateTimeUTC.ISO8601"], shown["EndDateTime"]) == ("2026-03-15T04:00:00.000Z", end)


@pytest.mark.parametrize("offset", [-841, 841])
def test_an_offset_that_no_clock_has_is_refused(world: World, venue: Venue, offset: int) -> None:
    refused = details(world, venue, UserTimeZone=offset)

    assert (refused.status, refused.code) == (400, "FieldInvalid")


def test_pages_go_on_in_the_same_order(world: World, venue: Venue) -> None:
    for name in ("10", "2", "1"):
        add_unit(world.mine, venue, name)

    first = details(world, venue, Pagination={"Limit": 2})
    rest = details(world, venue, Pagination={"Cursor": first.body["pagination"]["NextCursor"]})

    assert [each.rsplit("/", 1)[1] for each in names(first) + names(rest)] == ["1", "2", "10"]


def test_many_units_cost_the_two_requests_that_one_costs(world: World, venue: Venue) -> None:
    add_unit(world.mine, venue, "0")
    address = {Prop.ADDRESS_LINE_1: "1 St", Prop.CITY: "Chicago", Prop.STATE: "IL", Prop.COUNTRY: "USA"}
    same = {**address, Prop.BUILDING: "A", Prop.FLOOR: "1", Prop.PURPOSE: "wiredunit", Prop.VLAN: 7}
    with count_requests() as of_one:
        details(world, venue)
    steps = __.inject(0)
    for number in range(250):
        for change in queries.add(venue.id, f"{venue.id}.{number}", {**same, Prop.UNIT: str(number)}):
            steps = steps.side_effect(change)
    execute(steps)

    with count_requests() as of_many:
        answer = details(world, venue)

    assert len(answer.body["VenueUnits"]) == 251
    assert (of_one["requests"], of_many["requests"]) == (2, 2)
