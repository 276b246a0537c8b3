"""Keypools connected, disconnected, put in order, and deleted."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.networkoperatorconsole.keypools import list_keypools
from functions.networkoperatorconsole.keypools.configure_keypool import handler
from tests.departing import finish_disconnecting
from tests.gateway import Answer, call
from tests.newcomers import events_of, messages_waiting
from tests.residents import add_pool, issue, keys_of, move_in, settled
from tests.world import Tenant, World, add_unit, add_venue, fresh, tenant
from vault.graph.connection import answer
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __
from vault.keypools import queries
from vault.subscribers import service as residents


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own, with one unit in each of two venues."""
    assert world
    return tenant(fresh("Configured"))


def configure(made: Tenant, pool: str, **fields: Any) -> Answer:
    return call(handler, made.token("DomainAdministrator"), {"KeyPoolID": pool, **fields})


def places(pool: str) -> set[str]:
    """Where a keypool is shown."""
    return set(answer(__.V(pool).out(Edge.SHOWN_AT).id_()))


def policies(pool: str) -> list[str]:
    """Where the keys of a pool hold."""
    return sorted(answer(__.V(pool).out(Edge.HAS_BIN).in_(Edge.IN_BIN).out(Edge.AT_UNIT).id_()))


def test_a_pool_is_connected_to_a_venue_whose_residents_then_get_keys(estate: Tenant) -> None:
    pool, venue = add_pool(estate, Scope="local"), estate.venues[0]
    person = settled(estate, estate.units[0])

    told = configure(estate, pool, connectVenueID=venue.id)
    issue(estate, pool)

    message = f"Connected keypool {pool} to venue {venue.id}"
    assert told.body == {"message": message, "errorProcessing": False, "KeyPoolID": pool, "statusCode": 200}
    assert len(keys_of(person)[pool]) == 1
    assert pool in [message.get("keypool") for message in messages_waiting("issue_keys")]


def test_connecting_twice_says_so_and_changes_nothing(estate: Tenant) -> None:
    pool, venue = add_pool(estate, Scope="local"), estate.venues[0].id

    told = [configure(estate, pool, connectVenueID=venue) for _ in range(2)]

    assert told[1].body["message"] == f"Keypool {pool} is already connected to venue {venue}"
    assert answer(__.V(pool).out(Edge.SHOWN_AT).id_()) == [venue]


def test_an_ssid_is_shown_once_at_a_venue(estate: Tenant) -> None:
    venue, ssid = add_venue(estate, fresh("Once")), fresh("Net")
    add_pool(estate, SSID=ssid, VenueID=venue.id)
    pool = add_pool(estate, SSID=ssid, Scope="local")

    told = configure(estate, pool, connectVenueID=venue.id, DisplayOrder=7)

    assert (told.status, told.code) == (400, "SsidTaken")
    assert answer(__.V(pool).values(Prop.DISPLAY_ORDER)) == [100]


def test_of_two_pools_of_an_ssid_connected_at_once_one_is(estate: Tenant) -> None:
    venue, ssid = add_venue(estate, fresh("Race")), fresh("Net")
    pools = [add_pool(estate, SSID=ssid, Scope="local") for _ in range(3)]

    with ThreadPoolExecutor(3) as threads:
        told = list(threads.map(lambda pool: configure(estate, pool, connectVenueID=venue.id), pools))

    assert sorted(each.code for each in told) == ["", "SsidTaken", "SsidTaken"]


def test_a_pool_of_one_unit_may_be_connected_to_its_whole_venue(estate: Tenant) -> None:
    pool = add_pool(estate, Scope="local")
    answer(queries.show(pool, estate.units[0]))

    told = configure(estate, pool, connectVenueID=estate.venues[0].id)

    assert (told.status, places(pool)) == (200, {estate.units[0], estate.venues[0].id})


def test_keys_hold_at_a_disconnected_venue_no_more_and_elsewhere_still(estate: Tenant) -> None:
    here, there = estate.venues
    pool = add_pool(estate, VenueID=here.id)
    configure(estate, pool, connectVenueID=there.id)
    person = settled(estate, estate.units[0])
    move_in(estate, estate.units[1], person.email)

    told = configure(estate, pool, disconnectVenueID=here.id)
    finish_disconnecting(estate, pool, here.id)

    ((key,),) = [keys_of(person)[pool].values()]
    assert told.body["message"] == f"Disconnected keypool {pool} from venue {here.id}"
    assert [policy["UnitID_internal"] for policy in key["Policies"]] == [estate.units[1]]
    assert "Key ended" in events_of(person.token)


def test_a_unit_that_has_the_pool_for_itself_keeps_it(estate: Tenant) -> None:
    venue = add_venue(estate, fresh("Kept"))
    own, other = (add_unit(estate, venue, name) for name in ("1", "2"))
    pool = add_pool(estate, VenueID=venue.id)
    answer(queries.show(pool, own))
    for unit in (own, other):
        move_in(estate, unit)

    configure(estate, pool, disconnectVenueID=venue.id)
    finish_disconnecting(estate, pool, venue.id)

    assert (policies(pool), places(pool)) == ([own], {own})


def test_who_lives_there_has_the_same_key_again_when_the_pool_comes_back(estate: Tenant) -> None:
    venue = add_venue(estate, fresh("Back"))
    pool, unit = add_pool(estate, VenueID=venue.id), add_unit(estate, venue, "1")
    person = settled(estate, unit)
    before = keys_of(person)

    configure(estate, pool, disconnectVenueID=venue.id)
    finish_disconnecting(estate, pool, venue.id)
    without = keys_of(person)[pool].values()
    configure(estate, pool, connectVenueID=venue.id)
    issue(estate, pool)

    assert [key["Policies"] for key in without] == [[]]
    assert keys_of(person) == before


def test_the_policies_end_in_the_background(estate: Tenant) -> None:
    venue = estate.venues[0].id
    pool = add_pool(estate, VenueID=venue)

    told = configure(estate, pool, disconnectVenueID=venue)

    waiting = [message["venue"] for message in messages_waiting("disconnect_keypool") if message["keypool"] == pool]
    assert (told.status, places(pool), waiting) == (200, set(), [venue])


def test_what_is_not_connected_is_not_disconnected(estate: Tenant) -> None:
    pool = add_pool(estate, VenueID=estate.venues[0].id)

    told = configure(estate, pool, disconnectVenueID=estate.venues[1].id)

    assert (told.status, told.code) == (400, "KeypoolNotConnected")


def test_of_two_who_disconnect_at_once_one_does(estate: Tenant) -> None:
    pool = add_pool(estate, VenueID=estate.venues[0].id)

    with ThreadPoolExecutor(3) as threads:
        fields = {"disconnectVenueID": estate.venues[0].id}
        told = list(threads.map(lambda _: configure(estate, pool, **fields), range(3)))

    assert sorted(each.code for each in told) == ["", "KeypoolNotConnected", "KeypoolNotConnected"]


def test_who_moves_in_while_a_pool_is_disconnected_has_no_key_of_it(
    estate: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    venue = add_venue(estate, fresh("Meanwhile"))
    pool, unit = add_pool(estate, VenueID=venue.id), add_unit(estate, venue, "1")
    issued = residents.issue

    def late(*wanted: Any) -> Any:
        monkeypatch.setattr(residents, "issue", issued)
        assert configure(estate, pool, disconnectVenueID=venue.id).status == 200
        return issued(*wanted)

    monkeypatch.setattr(residents, "issue", late)
    told = move_in(estate, unit)

    assert (told.status, policies(pool)) == (200, [])


def test_the_display_order_is_set(estate: Tenant) -> None:
    pool = add_pool(estate)

    told = configure(estate, pool, DisplayOrder=3).body

    listed = call(list_keypools.handler, estate.token("AccountManager"), {"VenueID": "any"}).body
    assert told["message"] == "Updated DisplayOrder = 3."
    assert listed["myKeyPoolList"][pool]["DisplayOrder"] == 3


@pytest.mark.parametrize("order", [0, 101, "7", 1.5])
def test_a_display_order_out_of_its_range_is_refused(estate: Tenant, order: object) -> None:
    assert configure(estate, "any", DisplayOrder=order).status == 400


def test_a_pool_moves_from_one_venue_to_another_in_one_call(estate: Tenant) -> None:
    here, there = estate.venues
    pool = add_pool(estate, VenueID=here.id)

    told = configure(estate, pool, connectVenueID=there.id, disconnectVenueID=here.id, DisplayOrder=1).body

    connected, disconnected = (f"Connected keypool {pool} to venue", f"Disconnected keypool {pool} from venue")
    assert told["message"] == f"{connected} {there.id} {disconnected} {here.id} Updated DisplayOrder = 1."
    assert places(pool) == {there.id}


def test_nothing_is_done_where_a_part_cannot_be(estate: Tenant) -> None:
    pool = add_pool(estate, Scope="local")

    told = configure(estate, pool, connectVenueID=estate.venues[0].id, disconnectVenueID=estate.venues[1].id)

    assert (told.code, places(pool)) == ("KeypoolNotConnected", set())


def test_a_venue_is_not_connected_and_disconnected_in_one_call(estate: Tenant) -> None:
    venue = estate.venues[0].id
    pool = add_pool(estate, VenueID=venue)

    told = configure(estate, pool, connectVenueID=venue, disconnectVenueID=venue)

    assert (told.status, told.code) == (400, "FieldInvalid")


def test_nothing_asked_for_is_nothing_done(estate: Tenant) -> None:
    told = configure(estate, add_pool(estate), deleteKeyPoolPermanently=False)

    assert (told.status, told.body["message"]) == (200, "Nothing to update.")


@pytest.mark.parametrize("what", ["connectVenueID", "disconnectVenueID", "deleteKeyPoolPermanently"])
def test_a_global_pool_stays_where_it_is(estate: Tenant, what: str) -> None:
    pool = add_pool(estate)

    told = configure(estate, pool, **{what: True if what.startswith("delete") else estate.venues[0].id})

    assert (told.status, told.code) == (400, "KeypoolGlobal")


def test_a_pool_is_deleted_here_too(estate: Tenant) -> None:
    pool = add_pool(estate, VenueID=estate.venues[0].id)
    person = settled(estate, estate.units[0])

    told = configure(estate, pool, deleteKeyPoolPermanently=True).body

    assert told["message"] == f"Deleted keypool {pool}. All PSKs and bins removed."
    assert (pool in keys_of(person), answer(__.V(pool).count())) == (False, [0])


def test_a_pool_is_not_changed_and_deleted_in_one_call(estate: Tenant) -> None:
    pool = add_pool(estate, Scope="local")

    told = configure(estate, pool, DisplayOrder=2, deleteKeyPoolPermanently=True)

    assert (told.status, told.code) == (400, "DeletionStandsAlone")


def test_unknown_pools_and_venues_are_not_there(world: World, estate: Tenant) -> None:
    pool = add_pool(estate, Scope="local")

    told = [
        configure(estate, "none", DisplayOrder=1),
        configure(estate, add_pool(world.mine), DisplayOrder=1),
        configure(estate, pool, connectVenueID=world.mine.venues[0].id),
        configure(estate, pool, disconnectVenueID="none"),
    ]

    assert [(each.status, each.code) for each in told] == [(404, "KeypoolNotFound")] * 2 + [(404, "VenueNotFound")] * 2
