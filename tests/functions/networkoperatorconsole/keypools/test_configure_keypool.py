"""Connecting, disconnecting, ordering and deleting keypools."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.networkoperatorconsole.keypools import list_keypools
from functions.networkoperatorconsole.keypools.configure_keypool import handler
from tests.factories import Tenant, World, add_unit, add_venue, create_tenant, unique_name
from tests.gateway import Answer, call
from tests.keypool_deletion import run_disconnection_job
from tests.pending_residents import events_of, messages_waiting
from tests.radius_client import SESSIONS_CONTINUE
from tests.residents import add_accepted_resident, add_pool, keys_of, move_in, run_issue_job
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __
from vault.keypools import queries
from vault.subscribers import service as residents


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    """An operator of this module, with one unit in each of two venues."""
    assert world
    return create_tenant(unique_name("Configured"))


def configure(tenant: Tenant, pool: str, **fields: Any) -> Answer:
    return call(handler, tenant.token("DomainAdministrator"), {"KeyPoolID": pool, **fields})


def places(pool: str) -> set[str]:
    """The places that a keypool is connected to."""
    return set(execute(__.V(pool).out(Edge.SHOWN_AT).id_()))


def policies(pool: str) -> list[str]:
    """The places where the keys of a pool are valid."""
    return sorted(execute(__.V(pool).out(Edge.HAS_BIN).in_(Edge.IN_BIN).out(Edge.AT_UNIT).id_()))


def test_a_pool_is_connected_to_a_venue_whose_residents_then_get_keys(own_operator: Tenant) -> None:
    pool, venue = add_pool(own_operator, Scope="local"), own_operator.venues[0]
    person = add_accepted_resident(own_operator, own_operator.units[0])

    response = configure(own_operator, pool, connectVenueID=venue.id)
    run_issue_job(own_operator, pool)

    message = f"Connected keypool {pool} to venue {venue.id}"
    assert response.body == {"message": message, "errorProcessing": False, "KeyPoolID": pool, "statusCode": 200}
    assert len(keys_of(person)[pool]) == 1
    assert pool in [message.get("keypool") for message in messages_waiting("issue_keys")]


def test_connecting_twice_says_so_and_changes_nothing(own_operator: Tenant) -> None:
    pool, venue = add_pool(own_operator, Scope="local"), own_operator.venues[0].id

    response = [configure(own_operator, pool, connectVenueID=venue) for _ in range(2)]

    assert response[1].body["message"] == f"Keypool {pool} is already connected to venue {venue}"
    assert execute(__.V(pool).out(Edge.SHOWN_AT).id_()) == [venue]


def test_an_ssid_is_shown_once_at_a_venue(own_operator: Tenant) -> None:
    venue, ssid = add_venue(own_operator, unique_name("Once")), unique_name("Net")
    add_pool(own_operator, SSID=ssid, VenueID=venue.id)
    pool = add_pool(own_operator, SSID=ssid, Scope="local")

    response = configure(own_operator, pool, connectVenueID=venue.id, DisplayOrder=7)

    assert (response.status, response.code) == (400, "SsidTaken")
    assert execute(__.V(pool).values(Prop.DISPLAY_ORDER)) == [100]


def test_of_two_pools_of_an_ssid_connected_at_once_one_is(own_operator: Tenant) -> None:
    venue, ssid = add_venue(own_operator, unique_name("Race")), unique_name("Net")
    pools = [add_pool(own_operator, SSID=ssid, Scope="local") for _ in range(3)]

    with ThreadPoolExecutor(3) as threads:
        response = list(threads.map(lambda pool: configure(own_operator, pool, connectVenueID=venue.id), pools))

    assert sorted(each.code for each in response) == ["", "SsidTaken", "SsidTaken"]


def test_a_pool_of_one_unit_may_be_connected_to_its_whole_venue(own_operator: Tenant) -> None:
    pool = add_pool(own_operator, Scope="local")
    execute(queries.add_attachment(pool, own_operator.units[0]))

    response = configure(own_operator, pool, connectVenueID=own_operator.venues[0].id)

    assert (response.status, places(pool)) == (200, {own_operator.units[0], own_operator.venues[0].id})


def test_keys_hold_at_a_disconnected_venue_no_more_and_elsewhere_still(own_operator: Tenant) -> None:
    here, there = own_operator.venues
    pool = add_pool(own_operator, VenueID=here.id)
    configure(own_operator, pool, connectVenueID=there.id)
    person = add_accepted_resident(own_operator, own_operator.units[0])
    move_in(own_operator, own_operator.units[1], person.email)

    response = configure(own_operator, pool, disconnectVenueID=here.id)
    run_disconnection_job(own_operator, pool, here.id)

    ((key,),) = [keys_of(person)[pool].values()]
    assert response.body["message"] == f"Disconnected keypool {pool} from venue {here.id} {SESSIONS_CONTINUE}"
    assert [policy["UnitID_internal"] for policy in key["Policies"]] == [own_operator.units[1]]
    assert "Key ended" in events_of(person.token)


def test_a_unit_that_has_the_pool_for_itself_keeps_it(own_operator: Tenant) -> None:
    venue = add_venue(own_operator, unique_name("Kept"))
    own, other = (add_unit(own_operator, venue, name) for name in ("1", "2"))
    pool = add_pool(own_operator, VenueID=venue.id)
    execute(queries.add_attachment(pool, own))
    for unit in (own, other):
        move_in(own_operator, unit)

    configure(own_operator, pool, disconnectVenueID=venue.id)
    run_disconnection_job(own_operator, pool, venue.id)

    assert (policies(pool), places(pool)) == ([own], {own})


def test_who_lives_there_has_the_same_key_again_when_the_pool_comes_back(own_operator: Tenant) -> None:
    venue = add_venue(own_operator, unique_name("Back"))
    pool, unit = add_pool(own_operator, VenueID=venue.id), add_unit(own_operator, venue, "1")
    person = add_accepted_resident(own_operator, unit)
    before = keys_of(person)

    configure(own_operator, pool, disconnectVenueID=venue.id)
    run_disconnection_job(own_operator, pool, venue.id)
    without = keys_of(person)[pool].values()
    configure(own_operator, pool, connectVenueID=venue.id)
    run_issue_job(own_operator, pool)

    assert [key["Policies"] for key in without] == [[]]
    assert keys_of(person) == before


def test_the_policies_end_in_the_background(own_operator: Tenant) -> None:
    venue = own_operator.venues[0].id
    pool = add_pool(own_operator, VenueID=venue)

    response = configure(own_operator, pool, disconnectVenueID=venue)

    waiting = [message["venue"] for message in messages_waiting("disconnect_keypool") if message["keypool"] == pool]
    assert (response.status, places(pool), waiting) == (200, set(), [venue])


def test_what_is_not_connected_is_not_disconnected(own_operator: Tenant) -> None:
    pool = add_pool(own_operator, VenueID=own_operator.venues[0].id)

    response = configure(own_operator, pool, disconnectVenueID=own_operator.venues[1].id)

    assert (response.status, response.code) == (400, "KeypoolNotConnected")


def test_of_two_who_disconnect_at_once_one_does(own_operator: Tenant) -> None:
    pool = add_pool(own_operator, VenueID=own_operator.venues[0].id)

    with ThreadPoolExecutor(3) as threads:
        fields = {"disconnectVenueID": own_operator.venues[0].id}
        response = list(threads.map(lambda _: configure(own_operator, pool, **fields), range(3)))

    assert sorted(each.code for each in response) == ["", "KeypoolNotConnected", "KeypoolNotConnected"]


def test_who_moves_in_while_a_pool_is_disconnected_has_no_key_of_it(
    own_operator: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    venue = add_venue(own_operator, unique_name("Meanwhile"))
    pool, unit = add_pool(own_operator, VenueID=venue.id), add_unit(own_operator, venue, "1")
    issued = residents.issue

    def late(*wanted: Any) -> Any:
        monkeypatch.setattr(residents, "issue", issued)
        assert configure(own_operator, pool, disconnectVenueID=venue.id).status == 200
        return issued(*wanted)

    monkeypatch.setattr(residents, "issue", late)
    response = move_in(own_operator, unit)

    assert (response.status, policies(pool)) == (200, [])


def test_the_display_order_is_set(own_operator: Tenant) -> None:
    pool = add_pool(own_operator)

    response = configure(own_operator, pool, DisplayOrder=3).body

    listed = call(list_keypools.handler, own_operator.token("AccountManager"), {"VenueID": "any"}).body
    assert response["message"] == "Updated DisplayOrder = 3."
    assert listed["myKeyPoolList"][pool]["DisplayOrder"] == 3


@pytest.mark.parametrize("order", [0, 101, "7", 1.5])
def test_a_display_order_out_of_its_range_is_refused(own_operator: Tenant, order: object) -> None:
    assert configure(own_operator, "any", DisplayOrder=order).status == 400


def test_a_pool_moves_from_one_venue_to_another_in_one_call(own_operator: Tenant) -> None:
    here, there = own_operator.venues
    pool = add_pool(own_operator, VenueID=here.id)

    response = configure(own_operator, pool, connectVenueID=there.id, disconnectVenueID=here.id, DisplayOrder=1).body

    connected, disconnected = (f"Connected keypool {pool} to venue", f"Disconnected keypool {pool} from venue")
    assert response["message"] == (
        f"{connected} {there.id} {disconnected} {here.id} Updated DisplayOrder = 1. {SESSIONS_CONTINUE}"
    )
    assert places(pool) == {there.id}


def test_nothing_is_done_where_a_part_cannot_be(own_operator: Tenant) -> None:
    pool = add_pool(own_operator, Scope="local")

    response = configure(
        own_operator, pool, connectVenueID=own_operator.venues[0].id, disconnectVenueID=own_operator.venues[1].id
    )

    assert (response.code, places(pool)) == ("KeypoolNotConnected", set())


def test_a_venue_is_not_connected_and_disconnected_in_one_call(own_operator: Tenant) -> None:
    venue = own_operator.venues[0].id
    pool = add_pool(own_operator, VenueID=venue)

    response = configure(own_operator, pool, connectVenueID=venue, disconnectVenueID=venue)

    assert (response.status, response.code) == (400, "FieldInvalid")


def test_nothing_asked_for_is_nothing_done(own_operator: Tenant) -> None:
    response = configure(own_operator, add_pool(own_operator), deleteKeyPoolPermanently=False)

    assert (response.status, response.body["message"]) == (200, "Nothing to update.")


@pytest.mark.parametrize("what", ["connectVenueID", "disconnectVenueID", "deleteKeyPoolPermanently"])
def test_a_global_pool_stays_where_it_is(own_operator: Tenant, what: str) -> None:
    pool = add_pool(own_operator)

    response = configure(own_operator, pool, **{what: True if what.startswith("delete") else own_operator.venues[0].id})

    assert (response.status, response.code) == (400, "KeypoolGlobal")


def test_a_pool_is_deleted_here_too(own_operator: Tenant) -> None:
    pool = add_pool(own_operator, VenueID=own_operator.venues[0].id)
    person = add_accepted_resident(own_operator, own_operator.units[0])

    response = configure(own_operator, pool, deleteKeyPoolPermanently=True).body

    assert response["message"] == f"Deleted keypool {pool}. All PSKs and bins removed."
    assert (pool in keys_of(person), execute(__.V(pool).count())) == (False, [0])


def test_a_pool_is_not_changed_and_deleted_in_one_call(own_operator: Tenant) -> None:
    pool = add_pool(own_operator, Scope="local")

    response = configure(own_operator, pool, DisplayOrder=2, deleteKeyPoolPermanently=True)

    assert (response.status, response.code) == (400, "DeletionStandsAlone")


def test_unknown_pools_and_venues_are_not_there(world: World, own_operator: Tenant) -> None:
    pool = add_pool(own_operator, Scope="local")

    response = [
        configure(own_operator, "none", DisplayOrder=1),
        configure(own_operator, add_pool(world.mine), DisplayOrder=1),
        configure(own_operator, pool, connectVenueID=world.mine.venues[0].id),
        configure(own_operator, pool, disconnectVenueID="none"),
    ]

    assert [(each.status, each.code) for each in response] == [(404, "KeypoolNotFound")] * 2 + [
        (404, "VenueNotFound")
    ] * 2
