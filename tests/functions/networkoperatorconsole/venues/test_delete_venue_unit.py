"""Deleting a unit: who lives there, what the gateways have confirmed, what stays of it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.networkoperatorconsole.venues.configure_venue_unit import handler
from functions.subscriberconsole.list_keys import handler as list_keys_handler
from tests.equipment import add_gateway_vertex
from tests.factories import Tenant, World, accept_and_sign_in, add_unit, add_venue, unique_name
from tests.gateway import Answer, call
from tests.residents import add_pool, move_in, run_issue_job
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, new_vertex, with_properties
from vault.kernel import ids
from vault.kernel.statuses import SUSPENDED
from vault.kernel.time import epoch_ms, now
from vault.venues.model import Venue

HOUR_MS = 3_600_000


def delete(tenant: Tenant, unit: str, /, **more: Any) -> Answer:
    body = {"UnitID_internal": unit, "deleteEmptyVenueUnit": True, **more}
    return call(handler, tenant.token("DomainAdministrator"), body)


def exists(vertex_id: str) -> bool:
    return bool(execute(__.V(vertex_id).id_()))


def vertex_of(vertex_id: str) -> dict[Any, Any]:
    return dict(execute(__.V(vertex_id).element_map())[0])


def add_gateway(venue: Venue, **properties: object) -> str:
    """The key of a driven gateway of the venue that is in service."""
    return add_gateway_vertex(venue, **{Prop.STATUS: "UP", **properties})


def let_wait(venue: Venue, key: str, vlan: int = 1050) -> None:
    """The job has looked at the VLAN, and a gateway has not confirmed it yet."""
    execute(__.V(ids.vlan_id(venue.id, vlan)).properties(Prop.DUE_AT).drop())
    state = f"{key}._V3GATEWAYVLAN_.{vlan}"
    properties = {Prop.EQUIPMENT_KEY: key, Prop.VLAN: vlan, Prop.WAITING_AT: key}
    execute(new_vertex(Label.GATEWAY_VLAN, state, **properties))


@pytest.fixture
def venue(world: World) -> Venue:
    return add_venue(world.mine, unique_name("Tower"))


@pytest.fixture
def unit(world: World, venue: Venue) -> str:
    return add_unit(world.mine, venue, "101")


def test_an_empty_unit_goes_with_its_tie_to_the_vlan_and_its_external_id(world: World, venue: Venue, unit: str) -> None:
    external = unique_name("EXT")
    call(handler, world.mine.token("DomainAdministrator"), {"UnitID_internal": unit, "externalVenueUnitID": external})

    answer, again = delete(world.mine, unit), delete(world.mine, unit)

    assert (answer.status, answer.body["message"]) == (200, "Deleted 1 unit(s).")
    assert (again.status, again.code) == (404, "UnitNotFound")
    assert not exists(unit)
    assert not exists(ids.external_unit_id(venue.id, external))
    assert execute(__.V(ids.vlan_id(venue.id, 1050)).in_(Edge.ON_VLAN).count()) == [0]
    assert add_unit(world.mine, venue, "101") == unit


@pytest.mark.parametrize("period", [{}, {"StartDateTimeUTC.ISO8601": "2099-01-01T00:00:00Z"}])
def test_a_unit_where_somebody_lives_or_will_live_is_refused(world: World, unit: str, period: dict[str, str]) -> None:
    move_in(world.mine, unit, **period)

    refused = delete(world.mine, unit)

    assert (refused.status, refused.code) == (400, "UnitOccupied")
    assert exists(unit)


def test_the_unit_of_a_suspended_resident_is_not_empty(world: World, unit: str) -> None:
    token = move_in(world.mine, unit).body["SubscriberToken"]
    execute(with_properties(__.V(ids.subscriber_id(token)), **{Prop.STATUS: SUSPENDED}))

    refused = delete(world.mine, unit)

    assert (refused.status, refused.code) == (400, "UnitOccupied")


def test_force_ends_what_runs_and_cancels_what_is_booked_and_a_later_call_deletes(
    world: World, venue: Venue, unit: str
) -> None:
    add_pool(world.mine, VenueID=venue.id)
    resident = move_in(world.mine, unit).body
    booked = move_in(world.mine, unit, **{"StartDateTimeUTC.ISO8601": "2099-01-01T00:00:00Z"}).body
    person, later = (ids.subscriber_id(each["SubscriberToken"]) for each in (resident, booked))
    subscription = execute(__.V(person).out(Edge.SUBSCRIBES).id_())[0]

    vacated = delete(world.mine, unit, forceDelete=True)
    between, policies = vertex_of(subscription), execute(__.V(unit).in_e(Edge.AT_UNIT).element_map())
    deleted = delete(world.mine, unit)

    assert vacated.body["message"].startswith("Ended the subscriptions at 1 occupied unit(s). Call again")
    assert between[Prop.END_REASON] == "ADMINISTRATIVE"
    assert between[Prop.ENDS_AT] <= epoch_ms(now())
    assert {each[Prop.ENDS_AT] for each in policies} == {between[Prop.ENDS_AT]}
    assert execute(__.V(later).out(Edge.SUBSCRIBES).count()) == [0]
    assert deleted.body["message"] == "Deleted 1 unit(s)."


def test_a_key_that_is_issued_while_a_subscription_ends_ends_with_it(world: World, venue: Venue, unit: str) -> None:
    for _ in range(3):
        move_in(world.mine, unit)
    pool = add_pool(world.mine, VenueID=venue.id)

    with ThreadPoolExecutor(2) as threads:
        issued = threads.submit(run_issue_job, world.mine, pool)
        ended = threads.submit(delete, world.mine, unit, forceDelete=True)

    policies = execute(__.V(unit).in_e(Edge.AT_UNIT).element_map())
    assert (issued.result(), ended.result().status) == (None, 200)
    assert all(Prop.ENDS_AT in each for each in policies)


def test_what_ended_stays_with_the_venue_and_with_the_id_of_its_unit(world: World, venue: Venue, unit: str) -> None:
    add_pool(world.mine, VenueID=venue.id)
    email = f"{unique_name('resident')}@homes.example"
    token = move_in(world.mine, unit, email).body["SubscriberToken"]
    resident = accept_and_sign_in(world.mine.operator, email)
    delete(world.mine, unit, forceDelete=True)
    delete(world.mine, unit)

    keys = call(list_keys_handler, resident.access_token, {"VenueID": venue.id})
    add_unit(world.mine, venue, "101")
    back = move_in(world.mine, unit, email)

    found = execute(__.V(ids.subscriber_id(token)).out(Edge.SUBSCRIBES).element_map())
    subscriptions = sorted(found, key=lambda each: str(each.get(Prop.FORMER_UNIT)), reverse=True)
    assert keys.status == 200
    assert back.status == 200, back.body
    assert [each.get(Prop.FORMER_UNIT) for each in subscriptions] == [unit, None]
    assert [each.get(Prop.END_REASON) for each in subscriptions] == ["ADMINISTRATIVE", None]
    assert execute(__.V(unit).in_(Edge.SUBSCRIPTION_AT).count()) == [1]


def test_a_gateway_that_has_not_confirmed_is_waited_for(world: World, venue: Venue, unit: str) -> None:
    let_wait(venue, add_gateway(venue))

    waits = delete(world.mine, unit)

    assert waits.status == 200
    assert waits.body["message"].startswith("1 unit(s) wait until the gateways have switched them off. Call again")
    assert exists(unit)


def test_a_vlan_that_the_jobs_have_not_looked_at_yet_is_waited_for(world: World, venue: Venue, unit: str) -> None:
    add_gateway(venue)
    move_in(world.mine, unit)
    delete(world.mine, unit, forceDelete=True)

    waits = delete(world.mine, unit)
    execute(__.V(ids.vlan_id(venue.id, 1050)).properties(Prop.DUE_AT).drop())
    deleted = delete(world.mine, unit)

    assert [each.body["message"][:10] for each in (waits, deleted)] == ["1 unit(s) ", "Deleted 1 "]


@pytest.mark.parametrize(
    ("hours", "status", "expected"), [(25, "UP", True), (23, "UP", False), (None, "UP", False), (None, "DOWN", True)]
)
def test_a_gateway_out_of_service_or_of_reach_for_a_day_holds_nothing_up(
    world: World, venue: Venue, unit: str, hours: int | None, status: str, *, expected: bool
) -> None:
    since = None if hours is None else epoch_ms(now()) - hours * HOUR_MS
    failures = since and 90
    gateway = add_gateway(venue, **{Prop.STATUS: status, Prop.FAILING_SINCE: since, Prop.FAILURES: failures})
    let_wait(venue, gateway)

    delete(world.mine, unit)

    assert exists(unit) is not expected


def test_the_vlan_of_a_deleted_unit_is_looked_at_once_more(world: World, venue: Venue, unit: str) -> None:
    add_gateway(venue)

    delete(world.mine, unit)

    assert Prop.DUE_AT in vertex_of(ids.vlan_id(venue.id, 1050))


def test_a_unit_is_changed_or_deleted_but_not_both(world: World, unit: str) -> None:
    refused = delete(world.mine, unit, SMSCode="X1")
    alone = delete(world.mine, unit, deleteEmptyVenueUnit=False, forceDelete=True)

    assert (refused.status, refused.code) == (400, "DeletionStandsAlone")
    assert alone.body["message"] == "Nothing to update."
    assert exists(unit)


def test_the_providers_staff_configures_units_and_deletes_none(world: World, unit: str) -> None:
    body = {"OperatorID": world.mine.operator.id, "UnitID_internal": unit}

    answers = [
        call(handler, world.provider.access_token, body | more)
        for more in ({"deleteEmptyVenueUnit": True}, {"forceDelete": True}, {"SMSCode": "X1"})
    ]

    assert [(each.status, each.code) for each in answers] == [*[(403, "FieldNotYours")] * 2, (200, "")]


def test_somebody_who_moves_in_while_the_unit_is_deleted_has_a_place_or_the_unit_is_gone(
    world: World, unit: str
) -> None:
    with ThreadPoolExecutor(4) as threads:
        moves = [threads.submit(move_in, world.mine, unit) for _ in range(3)]
        deletion = threads.submit(delete, world.mine, unit)

    moved = [each.result() for each in moves if each.result().status == 200]
    people = [ids.subscriber_id(each.body["SubscriberToken"]) for each in moved]
    places = [execute(__.V(each).out(Edge.SUBSCRIBES).out(Edge.SUBSCRIPTION_AT).id_()) for each in people]
    assert deletion.result().status == (400 if moved else 200)
    assert places == [[unit]] * len(moved)
