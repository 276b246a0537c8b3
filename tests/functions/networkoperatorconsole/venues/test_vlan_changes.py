"""A unit on another VLAN: the policies of its keys, the gateways, and an offset that would join two households."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.networkoperatorconsole.equipment.add_service_plan import handler as add_plan_handler
from functions.networkoperatorconsole.subscribers.add_key import handler as add_key_handler
from functions.networkoperatorconsole.venues.add_venue_units import handler
from tests.equipment import add_gateway_vertex
from tests.factories import World, add_unit, add_venue, unique_name
from tests.gateway import Answer, call
from tests.residents import add_pool, move_in
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __, with_properties
from vault.plans import queries as plan_queries
from vault.venues.model import Venue


def put(world: World, venue: Venue, unit: str, vlan: int | None = None, **body: Any) -> Answer:
    """Add a unit, or put one on another VLAN."""
    chosen = {} if vlan is None else {"vlan": vlan}
    token = world.mine.token("DomainAdministrator")
    return call(handler, token, {"VenueID": venue.id, "UnitID": unit, **chosen, **body})


def set_offset(venue: Venue, offset: int) -> None:
    execute(with_properties(__.V(venue.id), **{Prop.WIRELESS_ONLY_OFFSET: offset}))


def policy_vlans(unit_id: str) -> list[int]:
    return list(execute(__.V(unit_id).in_e(Edge.AT_UNIT).values(Prop.VLAN)))


def vlans_of(unit_id: str) -> tuple[list[int], list[int]]:
    """As the unit says, and as the vertices say that it is tied to."""
    return list(execute(__.V(unit_id).values(Prop.VLAN))), list(execute(__.V(unit_id).out(Edge.ON_VLAN).values("vlan")))


def test_the_policies_at_a_unit_follow_its_vlan(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    unit, other = add_unit(world.mine, venue, "1"), add_unit(world.mine, venue, "2")
    add_pool(world.mine, VenueID=venue.id)
    for each in (unit, unit, other):
        move_in(world.mine, each)

    answer = put(world, venue, "1", 2000)

    assert (answer.body["message"], answer.body["vlan"]) == ("Updating pre-existing unit.", 2000)
    assert set(policy_vlans(unit)) == {2000}
    assert set(policy_vlans(other)) == {1051}
    assert vlans_of(unit) == ([2000], [2000])


def test_the_gateways_are_to_look_at_the_new_vlan_and_at_the_old_one(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    add_unit(world.mine, venue, "1")
    add_gateway_vertex(venue)

    put(world, venue, "1", 2000)
    put(world, venue, "1", 2000)

    marked = execute(__.V(venue.id).out(Edge.HAS_VLAN).has(Prop.DUE_AT).values(Prop.VLAN))
    assert sorted(marked) == [1050, 2000]


def test_a_unit_whose_vlan_is_changed_by_two_at_once_is_on_one_of_them_with_its_policies(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    unit = add_unit(world.mine, venue, "1")
    add_pool(world.mine, VenueID=venue.id)
    move_in(world.mine, unit)

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda vlan: put(world, venue, "1", vlan), [2001, 2002, 2003, 2004]))

    said, tied = vlans_of(unit)
    assert [each.status for each in answers] == [200] * 4
    assert said == tied
    assert set(policy_vlans(unit)) == {*said}


def test_whoever_moves_in_while_the_vlan_changes_has_the_new_one(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    unit = add_unit(world.mine, venue, "1")
    add_pool(world.mine, VenueID=venue.id)

    with ThreadPoolExecutor(6) as threads:
        moves = [threads.submit(move_in, world.mine, unit) for _ in range(4)]
        changes = [threads.submit(put, world, venue, "1", vlan) for vlan in (2001, 2002)]

    assert [each.result().status for each in (*moves, *changes)] == [200] * 6
    assert set(policy_vlans(unit)) == {*vlans_of(unit)[0]}


@pytest.mark.parametrize(("there", "new"), [(1050, 1150), (1150, 1050), (1050, 4095), (1050, 3995)])
def test_a_vlan_that_the_offset_would_join_with_another_units_is_refused(world: World, there: int, new: int) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    put(world, venue, "1", there)
    put(world, venue, "2", 7)
    set_offset(venue, 100)

    answers = [put(world, venue, unit, new) for unit in ("2", "3")]

    assert [(each.status, each.code) for each in answers] == [(401, "VlanOffsetConflict")] * 2


def test_a_unit_may_leave_its_vlan_for_one_that_differs_by_the_offset(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    put(world, venue, "1", 1050)
    set_offset(venue, 100)

    moved, shared = put(world, venue, "1", 1150), put(world, venue, "2", 1150)

    assert (moved.status, shared.status) == (200, 200)


def test_vlans_are_assigned_past_those_that_the_offset_would_join(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    set_offset(venue, 2)

    assigned = [put(world, venue, str(number)).body["vlan"] for number in range(5)]

    assert assigned == [1050, 1051, 1054, 1055, 1058]


def test_of_two_units_that_the_offset_would_join_one_is_added_however_close_they_come(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    set_offset(venue, 100)

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda vlan: put(world, venue, str(vlan), vlan), [1050, 1150]))

    assert sorted((each.status, each.code) for each in answers) == [(200, ""), (401, "VlanOffsetConflict")]


def test_a_wireless_only_subscription_whose_vlan_is_another_units_is_refused(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    units = [put(world, venue, str(vlan), vlan).body["UnitID_internal"] for vlan in (1050, 1150, 1151)]
    body = {"ServicePlanName": unique_name("Air"), "UploadKbps": 1, "DownloadKbps": 1, "ConcurrentDevices": 1}
    token = world.mine.token("DomainAdministrator")
    plan = call(add_plan_handler, token, {**body, "WirelessOnlyPlan": True}).body["ServicePlanID"]
    execute(plan_queries.offer(plan, venue.id, 0))
    set_offset(venue, 100)

    answers = [move_in(world.mine, unit) for unit in units]
    key = {"VenueID": venue.id, "EmailAddress": f"{unique_name('a')}@metro.example"}
    by_key = call(add_key_handler, token, {**key, "PolicyforSubscriberKey": {"UnitID_internal": units[0]}})

    assert [(each.status, each.code) for each in answers] == [(400, "VlanOffsetConflict"), (200, ""), (200, "")]
    assert (by_key.status, by_key.code) == (400, "VlanOffsetConflict")
