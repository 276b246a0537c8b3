"""Deleting keypools permanently."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.networkoperatorconsole.keypools import list_keypools
from functions.subscriberconsole import update_key_tag
from tests.factories import Tenant, World, add_unit, add_venue, commit, unique_name
from tests.faults.harness import graph_counts, graph_diff, inject_faults
from tests.gateway import call
from tests.keypool_deletion import (
    add_device,
    delete,
    existing_ids,
    keys_in,
    run_deletion_job,
    use_small_batches,
    without_log_and_outbox,
)
from tests.pending_residents import events_of, messages_waiting
from tests.radius_client import all_candidates
from tests.residents import add_accepted_resident, add_pool, keys_of, move_in, passphrases_seen_by, run_issue_job
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __
from vault.kernel.ids import subscriber_id
from vault.keys import queries as keys
from vault.keys import service as passwords
from vault.keys.model import KeyHolder
from vault.subscribers import service as residents
from vault.venues.model import Venue


def listed(tenant: Tenant) -> dict[str, Any]:
    """The operator's keypools as its staff sees them."""
    return dict(call(list_keypools.handler, tenant.token("AccountManager"), {"VenueID": "any"}).body["myKeyPoolList"])


def change_password(tenant: Tenant, token: str, password: str) -> None:
    """Change a person's password in the graph, without Cognito."""
    ctx = tenant.caller()
    (row,) = execute(keys.person_with_keys_and_bins(__.V(subscriber_id(token))))
    passwords.switch_passphrase(ctx, passwords.prepare_passphrase(ctx, KeyHolder.from_row(row), password), password)
    commit(ctx)


def test_a_small_pool_goes_at_once_with_all_that_hangs_from_it(own_operator: Tenant, house: tuple[Venue, str]) -> None:
    person = add_accepted_resident(own_operator, house[1])
    before = graph_counts()
    pool = add_pool(own_operator, VenueID=house[0].id)
    run_issue_job(own_operator, pool)
    add_device(keys_in(pool)[0])

    response = delete(own_operator, pool)

    message = f"Deleted keypool {pool}. All PSKs and bins removed."
    assert response.body == {"message": message, "errorProcessing": False, "KeyPoolID": pool}
    assert without_log_and_outbox(graph_diff(before)) == {}
    assert events_of(person.token)[-1] == "Keys removed"


def test_a_small_pool_costs_the_three_requests_of_any_write(own_operator: Tenant, house: tuple[Venue, str]) -> None:
    pool = add_pool(own_operator, VenueID=house[0].id)
    for _ in range(3):
        move_in(own_operator, house[1])

    with inject_faults() as injector:
        delete(own_operator, pool)

    assert (injector.places.count("before graph"), existing_ids(pool)) == (3, [])


def test_a_large_pool_is_out_of_use_at_once_and_goes_in_the_background(
    own_operator: Tenant, house: tuple[Venue, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_small_batches(monkeypatch)
    people = [add_accepted_resident(own_operator, house[1]) for _ in range(3)]
    before = graph_counts()
    pool = add_pool(own_operator, VenueID=house[0].id)
    run_issue_job(own_operator, pool)

    response = delete(own_operator, pool).body

    assert response["message"].startswith(f"Deleted keypool {pool}. Its PSKs no longer work")
    assert pool not in listed(own_operator)
    assert [keys_of(person) for person in people] == [{}] * 3
    assert all_candidates(own_operator, pool) == []
    assert pool in [message["keypool"] for message in messages_waiting("delete_keypool")]
    run_deletion_job(own_operator, pool)
    assert without_log_and_outbox(graph_diff(before)) == {}
    assert {events_of(person.token)[-1] for person in people} == {"Keys removed"}


def test_a_key_that_is_leaving_cannot_be_named(
    own_operator: Tenant, house: tuple[Venue, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_small_batches(monkeypatch)
    pool = add_pool(own_operator, VenueID=house[0].id)
    person = add_accepted_resident(own_operator, house[1])
    (key,) = keys_of(person)[pool]
    delete(own_operator, pool)

    response = call(
        update_key_tag.handler, person.access_token, {"VenueID": house[0].id, "KeyID": key, "KeyTag": "Mine"}
    )

    assert (response.status, response.code) == (404, "KeyNotFound")


def test_other_pools_keep_their_keys_and_counts(own_operator: Tenant, house: tuple[Venue, str]) -> None:
    kept, doomed = add_pool(own_operator), add_pool(own_operator, VenueID=house[0].id)
    person = add_accepted_resident(own_operator, house[1])
    before = listed(own_operator)[kept], keys_of(person)[kept]

    delete(own_operator, doomed)

    assert (listed(own_operator)[kept], keys_of(person)) == (before[0], {kept: before[1]})


@pytest.mark.parametrize("is_large", [False, True])
def test_the_ssid_can_be_made_again_at_once(
    own_operator: Tenant, house: tuple[Venue, str], monkeypatch: pytest.MonkeyPatch, *, is_large: bool
) -> None:
    if is_large:
        use_small_batches(monkeypatch)
    ssid = unique_name("Again")
    other, first = add_pool(own_operator), add_pool(own_operator, SSID=ssid, VenueID=house[0].id)
    person = add_accepted_resident(own_operator, house[1])
    before = passphrases_seen_by(person)

    delete(own_operator, first)
    second = add_pool(own_operator, SSID=ssid, VenueID=house[0].id)
    run_issue_job(own_operator, second)
    run_deletion_job(own_operator, first)

    assert (set(keys_of(person)), passphrases_seen_by(person)) == ({other, second}, before)
    assert execute(__.V(*keys_in(second)).in_(Edge.NAMES_KEY).count()) == [1]


def test_a_name_that_another_pool_of_the_ssid_needs_stays(own_operator: Tenant, house: tuple[Venue, str]) -> None:
    ssid, elsewhere = unique_name("Shared"), add_venue(own_operator, unique_name("Elsewhere"))
    doomed, kept = (add_pool(own_operator, SSID=ssid, VenueID=venue.id) for venue in (house[0], elsewhere))
    person = add_accepted_resident(own_operator, house[1])
    move_in(own_operator, add_unit(own_operator, elsewhere, "1"), person.email)
    (name,) = execute(__.V(*keys_in(kept)).in_(Edge.NAMES_KEY).id_())

    delete(own_operator, doomed)

    assert existing_ids(name) == [name]


def test_a_password_changes_while_a_pool_goes(
    own_operator: Tenant, house: tuple[Venue, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_small_batches(monkeypatch)
    kept, doomed = add_pool(own_operator), add_pool(own_operator, VenueID=house[0].id)
    person = add_accepted_resident(own_operator, house[1])
    before = graph_counts()

    delete(own_operator, doomed)
    change_password(own_operator, person.token, "another-Horse-9")
    run_deletion_job(own_operator, doomed)

    assert passphrases_seen_by(person) == ["another-Horse-9"]
    assert dict(all_candidates(own_operator, kept)).keys() == set(keys_of(person)[kept])
    assert without_log_and_outbox(graph_diff(before))["vertex psk"] == -1


def test_a_pending_password_goes_with_the_pool(own_operator: Tenant, house: tuple[Venue, str]) -> None:
    before = graph_counts()
    pool = add_pool(own_operator, VenueID=house[0].id)
    person = add_accepted_resident(own_operator, house[1])
    ctx = own_operator.caller()
    (row,) = execute(keys.person_with_keys_and_bins(__.V(subscriber_id(person.token))))
    passwords.prepare_passphrase(ctx, KeyHolder.from_row(row), "another-Horse-9")

    delete(own_operator, pool)

    assert "vertex psk" not in without_log_and_outbox(graph_diff(before))


def test_nobody_gets_a_key_of_a_pool_that_is_deleted_meanwhile(
    own_operator: Tenant, house: tuple[Venue, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_small_batches(monkeypatch)
    pool = add_pool(own_operator, VenueID=house[0].id)
    issued = residents.issue

    def late(*wanted: Any) -> Any:
        monkeypatch.setattr(residents, "issue", issued)
        assert delete(own_operator, pool).status == 200
        return issued(*wanted)

    monkeypatch.setattr(residents, "issue", late)
    response = move_in(own_operator, house[1])

    assert (response.status, keys_in(pool), listed(own_operator)) == (200, [], {})


def test_keys_are_issued_and_a_pool_deleted_at_once(own_operator: Tenant, house: tuple[Venue, str]) -> None:
    before = graph_counts()
    pool = add_pool(own_operator, VenueID=house[0].id)

    with ThreadPoolExecutor(4) as threads:
        moving = [threads.submit(move_in, own_operator, house[1]) for _ in range(6)]
        response = threads.submit(delete, own_operator, pool).result()

    assert [response.status, *(each.result().status for each in moving)] == [200] * 7
    run_deletion_job(own_operator, pool)
    grown = without_log_and_outbox(graph_diff(before))
    assert not [name for name in grown if name.removeprefix("vertex ") in {"key", "bin", "psk", "keypool"}]


def test_of_two_deletions_at_once_one_is_told_that_nothing_is_there(
    own_operator: Tenant, house: tuple[Venue, str]
) -> None:
    pool = add_pool(own_operator, VenueID=house[0].id)
    move_in(own_operator, house[1])

    with ThreadPoolExecutor(3) as threads:
        response = list(threads.map(lambda _: delete(own_operator, pool), range(3)))

    assert sorted(each.code for each in response) == ["", "KeypoolNotFound", "KeypoolNotFound"]


def test_the_log_has_the_deletion_and_the_venues_that_it_was_shown_at(
    own_operator: Tenant, house: tuple[Venue, str]
) -> None:
    pool = add_pool(own_operator, VenueID=house[0].id)
    move_in(own_operator, house[1])

    delete(own_operator, pool)

    response = execute(
        __.V().has(Prop.EVENT, "Keypool deleted").has(Prop.OPERATOR, own_operator.operator.id).element_map(), "LOG"
    )
    at = execute(__.V().has(Prop.EVENT, "Keypool disconnected").has(Prop.VENUE, house[0].id).values(Prop.DETAIL), "LOG")
    assert ('"keys": 1' in response[0][Prop.DETAIL], pool in at[0]) == (True, True)
    assert response[0][Prop.ADMINISTRATOR] == own_operator.people["DomainAdministrator"].token


def test_a_global_pool_is_not_deleted(own_operator: Tenant) -> None:
    pool = add_pool(own_operator)

    response = delete(own_operator, pool)

    assert (response.status, response.code, existing_ids(pool)) == (400, "KeypoolGlobal", [pool])


def test_what_is_not_there_is_not_deleted(world: World, own_operator: Tenant) -> None:
    theirs = add_pool(world.mine, Scope="local")

    response = [delete(own_operator, "none"), delete(own_operator, theirs)]

    assert [(each.status, each.code) for each in response] == [(404, "KeypoolNotFound")] * 2
    assert existing_ids(theirs) == [theirs]
