"""Keypools deleted for good."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.networkoperatorconsole.keypools import list_keypools
from functions.subscriberconsole import update_key_tag
from tests.departing import add_batch, add_device, delete, finish, in_small_parts, keys_in, there, things
from tests.faults.harness import census, growth, haunted
from tests.gateway import call
from tests.joining import candidates_of
from tests.newcomers import events_of, messages_waiting
from tests.residents import add_pool, issue, keys_of, move_in, settled, texts_of
from tests.world import Tenant, World, add_unit, add_venue, commit, fresh, tenant
from vault.graph.connection import answer
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __
from vault.kernel.ids import subscriber_id
from vault.keys import queries as keys
from vault.keys import service as passwords
from vault.keys.model import KeyHolder
from vault.subscribers import service as residents
from vault.venues.model import Venue


@pytest.fixture
def estate(world: World) -> Tenant:
    """An operator of a test's own."""
    assert world
    return tenant(fresh("Doomed"))


@pytest.fixture
def house(estate: Tenant) -> tuple[Venue, str]:
    """A venue and a unit there."""
    return estate.venues[0], estate.units[0]


def listed(made: Tenant) -> dict[str, Any]:
    """The operator's keypools as its staff sees them."""
    return dict(call(list_keypools.handler, made.token("AccountManager"), {"VenueID": "any"}).body["myKeyPoolList"])


def change_password(made: Tenant, token: str, password: str) -> None:
    """A change of password, Cognito left out."""
    caller = made.caller()
    (row,) = answer(keys.holder(__.V(subscriber_id(token))))
    passwords.switch(caller, passwords.prepare(caller, KeyHolder.of(row), password), password)
    commit(caller)


def test_a_small_pool_goes_at_once_with_all_that_hangs_from_it(estate: Tenant, house: tuple[Venue, str]) -> None:
    person = settled(estate, house[1])
    before = census()
    pool = add_pool(estate, VenueID=house[0].id)
    issue(estate, pool)
    add_device(keys_in(pool)[0])

    told = delete(estate, pool)

    message = f"Deleted keypool {pool}. All PSKs and bins removed."
    assert told.body == {"message": message, "errorProcessing": False, "KeyPoolID": pool}
    assert things(growth(before)) == {}
    assert events_of(person.token)[-1] == "Keys removed"


def test_a_small_pool_costs_the_three_requests_of_any_write(estate: Tenant, house: tuple[Venue, str]) -> None:
    pool = add_pool(estate, VenueID=house[0].id)
    for _ in range(3):
        move_in(estate, house[1])

    with haunted() as reaper:
        delete(estate, pool)

    assert (reaper.places.count("before graph"), there(pool)) == (3, [])


def test_a_large_pool_is_out_of_use_at_once_and_goes_in_the_background(
    estate: Tenant, house: tuple[Venue, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_parts(monkeypatch)
    people = [settled(estate, house[1]) for _ in range(3)]
    before = census()
    pool = add_pool(estate, VenueID=house[0].id)
    issue(estate, pool)

    told = delete(estate, pool).body

    assert told["message"].startswith(f"Deleted keypool {pool}. Its PSKs no longer work")
    assert pool not in listed(estate)
    assert [keys_of(person) for person in people] == [{}] * 3
    assert candidates_of(estate, pool) == []
    assert pool in [message["keypool"] for message in messages_waiting("delete_keypool")]
    finish(estate, pool)
    assert things(growth(before)) == {}
    assert {events_of(person.token)[-1] for person in people} == {"Keys removed"}


def test_a_key_that_is_leaving_cannot_be_named(
    estate: Tenant, house: tuple[Venue, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_parts(monkeypatch)
    pool = add_pool(estate, VenueID=house[0].id)
    person = settled(estate, house[1])
    (key,) = keys_of(person)[pool]
    delete(estate, pool)

    told = call(update_key_tag.handler, person.access_token, {"VenueID": house[0].id, "KeyID": key, "KeyTag": "Mine"})

    assert (told.status, told.code) == (404, "KeyNotFound")


def test_other_pools_keep_their_keys_and_counts(estate: Tenant, house: tuple[Venue, str]) -> None:
    kept, doomed = add_pool(estate), add_pool(estate, VenueID=house[0].id)
    person = settled(estate, house[1])
    before = listed(estate)[kept], keys_of(person)[kept]

    delete(estate, doomed)

    assert (listed(estate)[kept], keys_of(person)) == (before[0], {kept: before[1]})


@pytest.mark.parametrize("is_large", [False, True])
def test_the_ssid_can_be_made_again_at_once(
    estate: Tenant, house: tuple[Venue, str], monkeypatch: pytest.MonkeyPatch, *, is_large: bool
) -> None:
    if is_large:
        in_small_parts(monkeypatch)
    ssid = fresh("Again")
    other, first = add_pool(estate), add_pool(estate, SSID=ssid, VenueID=house[0].id)
    person = settled(estate, house[1])
    before = texts_of(person)

    delete(estate, first)
    second = add_pool(estate, SSID=ssid, VenueID=house[0].id)
    issue(estate, second)
    finish(estate, first)

    assert (set(keys_of(person)), texts_of(person)) == ({other, second}, before)
    assert answer(__.V(*keys_in(second)).in_(Edge.NAMES_KEY).count()) == [1]


def test_a_name_that_another_pool_of_the_ssid_needs_stays(estate: Tenant, house: tuple[Venue, str]) -> None:
    ssid, elsewhere = fresh("Shared"), add_venue(estate, fresh("Elsewhere"))
    doomed, kept = (add_pool(estate, SSID=ssid, VenueID=venue.id) for venue in (house[0], elsewhere))
    person = settled(estate, house[1])
    move_in(estate, add_unit(estate, elsewhere, "1"), person.email)
    (name,) = answer(__.V(*keys_in(kept)).in_(Edge.NAMES_KEY).id_())

    delete(estate, doomed)

    assert there(name) == [name]


def test_a_password_changes_while_a_pool_goes(
    estate: Tenant, house: tuple[Venue, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_parts(monkeypatch)
    kept, doomed = add_pool(estate), add_pool(estate, VenueID=house[0].id)
    person = settled(estate, house[1])
    before = census()

    delete(estate, doomed)
    change_password(estate, person.token, "another-Horse-9")
    finish(estate, doomed)

    assert texts_of(person) == ["another-Horse-9"]
    assert dict(candidates_of(estate, kept)).keys() == set(keys_of(person)[kept])
    assert things(growth(before))["vertex psk"] == -1


def test_a_pending_password_goes_with_the_pool(estate: Tenant, house: tuple[Venue, str]) -> None:
    before = census()
    pool = add_pool(estate, VenueID=house[0].id)
    person = settled(estate, house[1])
    caller = estate.caller()
    (row,) = answer(keys.holder(__.V(subscriber_id(person.token))))
    passwords.prepare(caller, KeyHolder.of(row), "another-Horse-9")

    delete(estate, pool)

    assert "vertex psk" not in things(growth(before))


def test_nobody_gets_a_key_of_a_pool_that_is_deleted_meanwhile(
    estate: Tenant, house: tuple[Venue, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_parts(monkeypatch)
    pool = add_pool(estate, VenueID=house[0].id)
    issued = residents.issue

    def late(*wanted: Any) -> Any:
        monkeypatch.setattr(residents, "issue", issued)
        assert delete(estate, pool).status == 200
        return issued(*wanted)

    monkeypatch.setattr(residents, "issue", late)
    told = move_in(estate, house[1])

    assert (told.status, keys_in(pool), listed(estate)) == (200, [], {})


def test_keys_are_issued_and_a_pool_deleted_at_once(estate: Tenant, house: tuple[Venue, str]) -> None:
    before = census()
    pool = add_pool(estate, VenueID=house[0].id)

    with ThreadPoolExecutor(4) as threads:
        moving = [threads.submit(move_in, estate, house[1]) for _ in range(6)]
        told = threads.submit(delete, estate, pool).result()

    assert [told.status, *(each.result().status for each in moving)] == [200] * 7
    finish(estate, pool)
    grown = things(growth(before))
    assert not [name for name in grown if name.removeprefix("vertex ") in {"key", "bin", "psk", "keypool"}]


def test_of_two_deletions_at_once_one_is_told_that_nothing_is_there(estate: Tenant, house: tuple[Venue, str]) -> None:
    pool = add_pool(estate, VenueID=house[0].id)
    move_in(estate, house[1])

    with ThreadPoolExecutor(3) as threads:
        told = list(threads.map(lambda _: delete(estate, pool), range(3)))

    assert sorted(each.code for each in told) == ["", "KeypoolNotFound", "KeypoolNotFound"]


def test_scratch_cards_go_too(estate: Tenant) -> None:
    pool = add_pool(estate, Scope="local")
    things_of_cards = add_batch(pool, 3) + add_batch(pool, 2)

    delete(estate, pool)
    finish(estate, pool)

    assert there(pool, *things_of_cards) == []


def test_the_log_has_the_deletion_and_the_venues_that_it_was_shown_at(estate: Tenant, house: tuple[Venue, str]) -> None:
    pool = add_pool(estate, VenueID=house[0].id)
    move_in(estate, house[1])

    delete(estate, pool)

    told = answer(__.V().has(Prop.EVENT, "Keypool deleted").has(Prop.OPERATOR, estate.operator.id).element_map(), "LOG")
    at = answer(__.V().has(Prop.EVENT, "Keypool disconnected").has(Prop.VENUE, house[0].id).values(Prop.DETAIL), "LOG")
    assert ('"keys": 1' in told[0][Prop.DETAIL], pool in at[0]) == (True, True)
    assert told[0][Prop.ADMINISTRATOR] == estate.people["DomainAdministrator"].token


def test_a_global_pool_is_not_deleted(estate: Tenant) -> None:
    pool = add_pool(estate)

    told = delete(estate, pool)

    assert (told.status, told.code, there(pool)) == (400, "KeypoolGlobal", [pool])


def test_what_is_not_there_is_not_deleted(world: World, estate: Tenant) -> None:
    theirs = add_pool(world.mine, Scope="local")

    told = [delete(estate, "none"), delete(estate, theirs)]

    assert [(each.status, each.code) for each in told] == [(404, "KeypoolNotFound")] * 2
    assert there(theirs) == [theirs]
