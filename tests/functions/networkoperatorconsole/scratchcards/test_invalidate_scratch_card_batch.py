"""Invalidating batches of scratch cards."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.networkoperatorconsole.keypools import list_keypools
from functions.networkoperatorconsole.scratchcards.invalidate_scratch_card_batch import handler
from tests.cards import batch_id, make, named, printed, view
from tests.faults.harness import haunted
from tests.gateway import Answer, call
from tests.joining import candidates_of
from tests.world import Tenant, World, fresh, tenant
from vault.graph.connection import answer
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __
from vault.scratchcards.model import Batch

DIED, NAME = "InvalidatedDateTimeUTC.ISO8601", "ScratchCard_BatchID"


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own."""
    assert world
    return tenant(fresh("Revoked"))


def invalidate(estate: Tenant, batch: dict[str, str]) -> Answer:
    """A call of the administrator."""
    return call(handler, estate.token("DomainAdministrator"), batch)


def test_every_card_is_dead_at_once_and_nothing_is_left_to_match(estate: Tenant) -> None:
    batch = printed(estate)

    told = invalidate(estate, batch).body

    shown = view(estate, batch)
    assert told["message"] == ""
    assert told[batch[NAME]] == {"KeyPoolID": batch["KeyPoolID"], "Invalidated": True, DIED: shown[DIED]}
    assert (shown["Status"], {card["Invalidated"] for card in shown["Cards"].values()}) == ("invalidated", {True})
    assert candidates_of(estate, batch["KeyPoolID"]) == []


def test_the_batch_itself_says_that_no_card_holds(estate: Tenant) -> None:
    batch = printed(estate)
    moment = 4_000_000_000_000
    before = Batch.of(answer(__.V(batch_id(*batch.values())).element_map())[0])

    invalidate(estate, batch)

    after = Batch.of(answer(__.V(batch_id(*batch.values())).element_map())[0])
    assert (before.holds(moment), after.holds(moment)) == (True, False)


def test_dead_cards_do_not_count_but_their_texts_stay_taken(estate: Tenant) -> None:
    batch = printed(estate)

    invalidate(estate, batch)

    listed = call(list_keypools.handler, estate.token("DomainAdministrator"), {"VenueID": estate.venues[0].id}).body
    assert listed["myKeyPoolList"][batch["KeyPoolID"]]["PSKCount"] == 0
    assert answer(__.V(batch_id(*batch.values())).in_(Edge.NAMES_KEY).count()) == [100]


def test_a_second_time_says_that_it_was_done(estate: Tenant) -> None:
    batch = named(estate)
    first = invalidate(estate, batch).body

    second = invalidate(estate, batch).body

    assert second["message"] == "The scratch card batch was already invalidated."
    assert second[batch[NAME]] == first[batch[NAME]]


def test_of_two_at_once_one_does_it(estate: Tenant) -> None:
    batch = named(estate)

    with ThreadPoolExecutor(2) as callers:
        told = list(callers.map(lambda _: invalidate(estate, batch), range(2)))

    assert [each.status for each in told] == [200, 200]
    assert len({each.body[batch[NAME]][DIED] for each in told}) == 1
    assert {each.body["message"] for each in told} == {"", "The scratch card batch was already invalidated."}


def test_the_cards_of_a_batch_that_died_in_the_making_are_not_made(estate: Tenant) -> None:
    batch = named(estate)
    invalidate(estate, batch)

    make(estate, *batch.values())

    assert view(estate, batch)["Cards"] == {}


def test_it_is_logged_with_the_venue(estate: Tenant) -> None:
    batch = named(estate)

    invalidate(estate, batch)

    logged = __.V().has(Label.LOG_ENTRY, Prop.EVENT, "Scratch cards invalidated").has(Prop.OPERATOR, estate.operator.id)
    assert estate.venues[0].id in answer(logged.values(Prop.VENUE), "LOG")


def test_a_batch_that_is_not_there_is_not_found(world: World, estate: Tenant) -> None:
    batch = named(estate)

    told = [invalidate(estate, each) for each in (batch | {NAME: "2001-01-01T00:00:00Z"}, named(world.other))]

    codes = ["ScratchCardBatchNotFound", "KeypoolNotFound"]
    assert [(each.status, each.code) for each in told] == [(404, code) for code in codes]


def test_the_requests_do_not_grow_with_the_batch(estate: Tenant) -> None:
    empty, full = named(estate), printed(estate)
    requests = []

    for batch in (empty, full):
        with haunted() as reaper:
            invalidate(estate, batch)
        requests.append(reaper.passed)

    assert requests[0] == requests[1]
