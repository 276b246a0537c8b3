"""Adding units to a venue."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.networkoperatorconsole.venues.add_venue import handler as add_venue_handler
from functions.networkoperatorconsole.venues.add_venue_units import handler
from tests.factories import World, add_venue, create_tenant, unique_name
from tests.gateway import Answer, call
from vault.adapters import queue
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel.permissions import Role
from vault.units import queries
from vault.venues.model import Venue


def crowded(venue: Venue, count: int) -> None:
    """Add vertices of units that have nothing but an id."""
    ready = [f"{venue.id}.{number}" for number in range(count)]
    for start in range(0, count, 250):
        steps = __.inject(0)
        for unit in ready[start : start + 250]:
            for change in queries.add(venue.id, unit, {}):
                steps = steps.side_effect(change)
        execute(steps)


def added(world: World, venue: Venue, **body: Any) -> Answer:
    return call(handler, world.mine.token("DomainAdministrator"), {"VenueID": venue.id, **body})


def test_a_unit_gets_the_lowest_unused_vlan(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, unique_name("Tower"))
    call(handler, token, {"VenueID": venue.id, "UnitID": "1", "vlan": 1051})

    vlans = [call(handler, token, {"VenueID": venue.id, "UnitID": unit}).body["vlan"] for unit in ("2", "3")]

    assert vlans == [1050, 1052]


def test_a_unit_says_its_id_and_is_there_afterwards(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, unique_name("Tower"))

    answer = call(
        handler, token, {"VenueID": venue.id, "UnitID": "a 1", "UnitBuilding": "North Wing", "UnitFloor": "3"}
    )

    assert (answer.status, answer.body["message"]) == (200, "Unit added.")
    assert answer.body["UnitID_internal"] == f"{venue.id}.A1.NORTHWING.3"


def test_two_additions_at_once_never_get_the_same_vlan(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, unique_name("Tower"))
    bodies = [{"VenueID": venue.id, "UnitID": str(number)} for number in range(12)]

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda body: call(handler, token, body), bodies))

    assert sorted(answer.body["vlan"] for answer in answers) == list(range(1050, 1062))


def test_a_repeated_call_with_its_idempotency_key_is_answered_and_not_repeated(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, unique_name("Tower"))
    body = {"VenueID": venue.id, "UnitID": "7"}

    first = call(handler, token, body, idempotency_key="k7")
    second = call(handler, token, body, idempotency_key="k7")

    assert second.body == first.body


def test_another_operators_venue_is_not_there(world: World) -> None:
    token = world.mine.token("DomainAdministrator")

    answer = call(handler, token, {"VenueID": world.other.venues[0].id, "UnitID": "1"})

    assert (answer.status, answer.code) == (401, "VenueNotFound")


def test_from_the_two_hundredth_unit_on_a_vlan_must_be_given(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    crowded(venue, 199)

    last, refused, given = (
        added(world, venue, **body) for body in ({"UnitID": "a"}, {"UnitID": "b"}, {"UnitID": "b", "vlan": 7})
    )

    assert (last.status, refused.status, refused.code) == (200, 401, "VlanRequired")
    assert (given.status, given.body["vlan"]) == (200, 7)


def test_the_five_thousandth_unit_is_the_last(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    crowded(venue, 4999)

    last, refused = (added(world, venue, UnitID=unit, vlan=7) for unit in ("a", "b"))

    assert (last.status, refused.status, refused.code) == (200, 401, "UnitLimitReached")
    assert refused.body["message"] == "Contact support to add more units."


def test_an_exhausted_range_gives_no_vlan(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    execute(with_properties(__.V(venue.id), **{Prop.VLAN_MINIMUM_WIRED: 10, Prop.VLAN_MAXIMUM_WIRED: 11}))

    answers = [added(world, venue, UnitID=unit) for unit in ("1", "2", "3")]

    assert [each.body.get("vlan") for each in answers] == [10, 11, None]
    assert (answers[2].status, answers[2].code) == (401, "VlanRangeExhausted")


def test_a_vlan_that_a_unit_left_is_given_again(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    added(world, venue, UnitID="1")

    moved, new = added(world, venue, UnitID="1", vlan=2000), added(world, venue, UnitID="2")

    assert (moved.body["message"], moved.body["vlan"]) == ("Updating pre-existing unit.", 2000)
    assert new.body["vlan"] == 1050


def test_a_given_vlan_may_be_shared_and_stays_while_one_unit_is_on_it(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    shared = [added(world, venue, UnitID=unit, vlan=1050) for unit in ("1", "2")]

    added(world, venue, UnitID="1", vlan=1051)

    assert [each.body["vlan"] for each in shared] == [1050, 1050]
    assert added(world, venue, UnitID="3").body["vlan"] == 1052


def test_a_unit_that_is_there_keeps_its_own_address_where_none_is_given(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    unit = added(world, venue, UnitID="1", AddressLine1="7 Own Road").body["UnitID_internal"]

    added(world, venue, UnitID="1", AddressLine2="Back door")

    vertex = execute(__.V(unit).element_map())[0]
    assert (vertex[Prop.ADDRESS_LINE_1], vertex[Prop.ADDRESS_LINE_2]) == ("7 Own Road", "Back door")


def test_a_unit_without_an_id_is_named_after_its_address(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))

    named = added(world, venue, AddressLine1="123 Hotel Plaza", AddressLine2="Suite 101")
    refused = added(world, venue)

    assert named.body["UnitID_internal"] == f"{venue.id}.123-101.DEFAULT.DEFAULT"
    assert (refused.status, refused.code) == (401, "UnitIdMissing")


@pytest.mark.parametrize(
    "names", [("\u03911", "1", "A1"), ("1/2", "12"), ("#5", "5"), ("x" * 19, "x" * 18 + "/x"), ("Łódź", "Lodz", "ODZ")]
)
def test_names_that_are_cleaned_to_the_same_id_are_units_of_their_own(world: World, names: tuple[str, ...]) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    new = [added(world, venue, UnitID=name) for name in names]

    again = [added(world, venue, UnitID=name) for name in names]

    assert [each.body["message"] for each in new] == ["Unit added."] * len(names)
    assert len({each.body["UnitID_internal"] for each in new}) == len(names)
    assert [each.body["message"] for each in again] == ["Updating pre-existing unit."] * len(names)
    assert [each.body["UnitID_internal"] for each in again] == [each.body["UnitID_internal"] for each in new]


def test_names_that_are_cleaned_to_the_same_id_may_be_added_at_once(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    names = ["1/2", "12", "1.2", "1/2", "1|2", "#12"]

    with ThreadPoolExecutor(len(names)) as threads:
        answers = list(threads.map(lambda name: added(world, venue, UnitID=name), names))

    assert [each.status for each in answers] == [200] * len(names)
    assert len({(each.body["UnitID"], each.body["UnitID_internal"]) for each in answers}) == len({*names})
    assert len({each.body["UnitID_internal"] for each in answers}) == len({*names})


def test_a_unit_keeps_the_id_that_it_had_before_its_letters_were_transliterated(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    new = added(world, venue, UnitID="ODZ").body["UnitID_internal"]
    execute(with_properties(__.V(new), **{Prop.UNIT: "Łódź"}))

    again = added(world, venue, UnitID="Łódź")

    assert (again.body["message"], again.body["UnitID_internal"]) == ("Updating pre-existing unit.", new)


def test_a_name_that_differs_in_case_and_spaces_alone_is_refused(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    added(world, venue, UnitID="1 A")

    refused = added(world, venue, UnitID="1a")

    assert (refused.status, refused.code) == (401, "UnitNameTaken")


def test_an_address_that_is_none_is_refused_and_not_replaced(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    wrong = {
        "CountryInvalid": {"Country.ISO3166A3": "US"},
        "StateInvalid": {"State": "Ontario"},
        "PostalCodeInvalid": {"PostalCode": "33126"},
    }

    refused = [added(world, venue, UnitID="1", **each) for each in wrong.values()]

    assert [(each.status, each.code) for each in refused] == [(401, code) for code in wrong]


def test_what_cannot_be_inherited_must_be_given(world: World) -> None:
    token, name = world.mine.token("DomainAdministrator"), unique_name("Palm")
    address = {"AddressLine1": "1 Marina Walk", "City": "Dubai", "State": "Dubai", "Country": "ARE", "PostalCode": ""}
    venue_id = call(add_venue_handler, token, {**address, "VenueName": name}).body["VenueID"]

    refused = call(handler, token, {"VenueID": venue_id, "UnitID": "1", "Country.ISO3166A3": "USA", "State": "IL"})

    assert (refused.status, refused.code) == (401, "AddressFieldMissing")


def test_a_primary_unit_is_one_of_the_same_venue(world: World) -> None:
    primary = {"PrimaryUnitID_internal": world.mine.units[0]}

    here = added(world, world.mine.venues[0], UnitID=unique_name("p"), vlan=7, **primary)
    elsewhere = added(world, world.mine.venues[1], UnitID=unique_name("p"), vlan=7, **primary)

    assert here.status == 200
    assert (elsewhere.status, elsewhere.code) == (401, "ReferencesDisagree")


@pytest.mark.parametrize("unit", [lambda world: world.other.units[0], lambda _: "nothing that there is"])
def test_a_primary_unit_has_to_be_there(world: World, unit: Callable[[World], str]) -> None:
    refused = added(world, world.mine.venues[0], UnitID=unique_name("p"), vlan=7, PrimaryUnitID_internal=unit(world))

    assert (refused.status, refused.code) == (401, "UnitNotFound")


def test_a_vlan_out_of_range_is_refused(world: World) -> None:
    refused = added(world, world.mine.venues[0], UnitID="9", vlan=4096)

    assert (refused.status, refused.code) == (401, "FieldInvalid")


@pytest.mark.usefixtures("world")
def test_an_addition_and_a_change_are_announced_to_the_operators_other_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    made, sent = create_tenant(unique_name("Hook"), Role.DOMAIN_ADMINISTRATOR), []
    execute(with_properties(__.V(made.operator.id), **{Prop.WEBHOOK_URL: "https://hook.example/"}))
    monkeypatch.setattr(queue, "send", sent.extend)
    body = {"VenueID": made.venues[0].id, "UnitID": "9"}

    for changed in ({}, {}, {"vlan": 2000}, {"vlan": 2000}, {"AddressLine1": "9 Own Road"}):
        call(handler, made.token("DomainAdministrator"), {**body, **changed})

    expected = ["VenueUnitAdded", "VenueUnitUpdated", "VenueUnitUpdated"]
    assert [each["event"] for each in sent] == expected
    assert {each["unit"] for each in sent} == {f"{made.venues[0].id}.9.DEFAULT.DEFAULT"}


def test_the_providers_staff_names_the_operator(world: World) -> None:
    body = {"OperatorID": world.other.operator.id, "VenueID": world.other.venues[0].id, "UnitID": unique_name("n")}

    made = call(handler, world.provider.access_token, body)

    assert made.status == 200
