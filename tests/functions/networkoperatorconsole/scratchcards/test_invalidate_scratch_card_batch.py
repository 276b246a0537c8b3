"""Invalidating batches of scratch cards."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.networkoperatorconsole.keypools import list_keypools
from functions.networkoperatorconsole.scratchcards.invalidate_scratch_card_batch import handler
from tests.cards import batch_id, finished_batch, new_batch, run_cards_job, view_batch
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.faults.harness import inject_faults
from tests.gateway import Answer, call
from tests.radius_client import SESSIONS_CONTINUE, all_candidates
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __
from vault.scratchcards.model import Batch

DIED, NAME = "InvalidatedDateTimeUTC.ISO8601", "ScratchCard_BatchID"


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Revoked"))


def invalidate(own_operator: Tenant, batch: dict[str, str]) -> Answer:
    return call(handler, own_operator.token("DomainAdministrator"), batch)


def test_every_card_is_dead_at_once_and_nothing_is_left_to_match(own_operator: Tenant) -> None:
    batch = finished_batch(own_operator)

    response = invalidate(own_operator, batch).body

    shown = view_batch(own_operator, batch)
    assert response["message"] == SESSIONS_CONTINUE
    assert response[batch[NAME]] == {"KeyPoolID": batch["KeyPoolID"], "Invalidated": True, DIED: shown[DIED]}
    assert (shown["Status"], {card["Invalidated"] for card in shown["Cards"].values()}) == ("invalidated", {True})
    assert all_candidates(own_operator, batch["KeyPoolID"]) == []


def test_the_batch_itself_says_that_no_card_holds(own_operator: Tenant) -> None:
    batch = finished_batch(own_operator)
    moment = 4_000_000_000_000
    before = Batch.from_vertex(execute(__.V(batch_id(*batch.values())).element_map())[0])

    invalidate(own_operator, batch)

    after = Batch.from_vertex(execute(__.V(batch_id(*batch.values())).element_map())[0])
    assert (before.holds(1, moment), after.holds(1, moment)) == (True, False)


def test_dead_cards_do_not_count_but_their_texts_stay_taken(own_operator: Tenant) -> None:
    batch = finished_batch(own_operator)

    invalidate(own_operator, batch)

    listed = call(
        list_keypools.handler, own_operator.token("DomainAdministrator"), {"VenueID": own_operator.venues[0].id}
    ).body
    assert listed["myKeyPoolList"][batch["KeyPoolID"]]["PSKCount"] == 0
    assert execute(__.V(batch_id(*batch.values())).in_(Edge.NAMES_KEY).count()) == [100]


def test_a_second_time_says_that_it_was_done(own_operator: Tenant) -> None:
    batch = new_batch(own_operator)
    first = invalidate(own_operator, batch).body

    second = invalidate(own_operator, batch).body

    assert second["message"] == "The scratch card batch was already invalidated."
    assert second[batch[NAME]] == first[batch[NAME]]


def test_of_two_at_once_one_does_it(own_operator: Tenant) -> None:
    batch = new_batch(own_operator)

    with ThreadPoolExecutor(2) as callers:
        response = list(callers.map(lambda _: invalidate(own_operator, batch), range(2)))

    assert [each.status for each in response] == [200, 200]
    assert len({each.body[batch[NAME]][DIED] for each in response}) == 1
    assert {each.body["message"] for each in response} == {
        SESSIONS_CONTINUE,
        "The scratch card batch was already invalidated.",
    }


def test_the_cards_of_a_batch_that_died_in_the_making_are_not_made(own_operator: Tenant) -> None:
    batch = new_batch(own_operator)
    invalidate(own_operator, batch)

    run_cards_job(own_operator, *batch.values())

    assert view_batch(own_operator, batch)["Cards"] == {}


def test_it_is_logged_with_the_venue(own_operator: Tenant) -> None:
    batch = new_batch(own_operator)

    invalidate(own_operator, batch)

    logged = (
        __.V()
        .has(Label.LOG_ENTRY, Prop.EVENT, "Scratch cards invalidated")
        .has(Prop.OPERATOR, own_operator.operator.id)
    )
    assert own_operator.venues[0].id in execute(logged.values(Prop.VENUE), "LOG")


def test_a_batch_that_is_not_there_is_not_found(world: World, own_operator: Tenant) -> None:
    batch = new_batch(own_operator)

    response = [
        invalidate(own_operator, each) for each in (batch | {NAME: "2001-01-01T00:00:00Z"}, new_batch(world.other))
    ]

    codes = ["ScratchCardBatchNotFound", "KeypoolNotFound"]
    assert [(each.status, each.code) for each in response] == [(404, code) for code in codes]


def test_the_requests_do_not_grow_with_the_batch(own_operator: Tenant) -> None:
    empty, full = new_batch(own_operator), finished_batch(own_operator)
    requests = []

    for batch in (empty, full):
        with inject_faults() as injector:
            invalidate(own_operator, batch)
        requests.append(injector.points_passed)

    assert requests[0] == requests[1]
