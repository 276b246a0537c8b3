"""Ordering batches of scratch cards."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.networkoperatorconsole.keypools import list_keypools
from tests.cards import batch_id, finished_batch, order_batch, run_cards_job, view_batch
from tests.factories import Tenant, World, add_unit, create_tenant, unique_name
from tests.gateway import Answer, call
from tests.residents import add_pool
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label
from vault.graph.steps import __
from vault.kernel.time import now, to_wire
from vault.keypools import queries as keypools

START, END, NAME = "StartDateTimeUTC.ISO8601", "EndDateTimeUTC.ISO8601", "ScratchCard_BatchID"


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Printed"))


@pytest.fixture(scope="module")
def pool(own_operator: Tenant) -> str:
    return add_pool(own_operator)


def ahead(**span: float) -> str:
    """A time in the future, as text."""
    return to_wire(now() + dt.timedelta(**span))


def batches(pool: str) -> int:
    """The number of batches of a keypool."""
    return int(execute(__.V(pool).in_(Edge.BATCH_OF).has_label(Label.SCRATCH_BATCH).count())[0])


def refusal(response: Answer) -> tuple[int, str]:
    return response.status, response.code


def test_a_batch_is_ordered_and_described_at_once(own_operator: Tenant, pool: str) -> None:
    window = {START: "2026-01-05T08:00:00+01:00", END: ahead(days=3)}

    response = order_batch(
        own_operator, pool, **window, UserPartofKey="HOTEL2025", **{NAME: "2025-09-12T19:35:00.123Z"}
    ).body

    assert response["message"] == (
        "Generating scratch cards. "
        "Download scratch cards using /networkoperatorconsole/scratchcards/viewScratchCardBatch."
    )
    assert response[NAME] == "2025-09-12T19:35:00.123Z"
    assert response["batchDetails"] == {
        "size": 100,
        "validity": {START: "2026-01-05T07:00:00.000Z", END: window[END]},
        "keyPoolID": pool,
        "userPrefix": "HOTEL2025",
        "encryptionMethod": "WPA2",
    }
    assert view_batch(own_operator, {"KeyPoolID": pool, NAME: response[NAME]})["Status"] == "making"


def test_a_batch_is_named_by_the_moment_begins_now_and_stays_open_where_nothing_else_is_said(
    own_operator: Tenant, pool: str
) -> None:
    before = to_wire(now())

    response = order_batch(own_operator, pool).body

    assert before <= response[NAME] <= to_wire(now())
    assert response["batchDetails"]["validity"] == {START: response[NAME]}


def test_the_same_order_again_is_answered_alike_and_makes_no_second_batch(own_operator: Tenant) -> None:
    pool, named = add_pool(own_operator), {NAME: "2026-02-01T00:00:00Z", END: ahead(hours=1), "UserPartofKey": "A"}
    first = order_batch(own_operator, pool, **named).body

    second = order_batch(own_operator, pool, **named | {NAME: "2026-02-01T01:00:00.000+01:00"}).body

    assert (second, batches(pool)) == (first, 1)


def test_the_same_order_by_several_at_once_makes_one_batch(own_operator: Tenant) -> None:
    pool, named = add_pool(own_operator), {NAME: "2026-02-02T00:00:00Z"}

    with ThreadPoolExecutor(4) as callers:
        response = list(callers.map(lambda _: order_batch(own_operator, pool, **named), range(4)))

    assert {each.status for each in response} == {200}
    assert len({str(each.body) for each in response}) == batches(pool) == 1


@pytest.mark.parametrize(
    "other", [{"UserPartofKey": "B"}, {END: "2098-01-01T00:00:00Z"}, {START: "2026-02-03T00:00:00Z"}]
)
def test_another_order_under_the_same_name_is_refused(own_operator: Tenant, pool: str, other: dict[str, str]) -> None:
    named = {NAME: "2026-02-03T00:00:00Z"}
    order_batch(own_operator, pool, **named)

    response = order_batch(own_operator, pool, **named | other)

    assert refusal(response) == (400, "ScratchCardBatchDiffers")


def test_the_same_name_is_another_batch_in_another_keypool(own_operator: Tenant, pool: str) -> None:
    named = {NAME: "2026-02-04T00:00:00Z"}

    response = [order_batch(own_operator, each, **named) for each in (pool, add_pool(own_operator))]

    assert [each.status for each in response] == [200, 200]


@pytest.mark.parametrize(
    ("window", "code"),
    [
        ({START: ahead(days=91)}, "StartTooFarAhead"),
        ({START: ahead(days=2), END: ahead(days=1)}, "ValidityInvalid"),
        ({START: "2026-01-01T00:00:00Z", END: "2026-01-02T00:00:00Z"}, "ValidityInvalid"),
        ({END: "tomorrow"}, "DateTimeInvalid"),
        ({"UserPartofKey": "a" * 21}, "KeyTextInvalid"),
        ({"UserPartofKey": "a b"}, "KeyTextInvalid"),
        ({"UserPartofKey": "Señor"}, "KeyTextInvalid"),
    ],
)
def test_what_no_card_can_be_made_of_is_refused(
    own_operator: Tenant, pool: str, window: dict[str, Any], code: str
) -> None:
    response = order_batch(own_operator, pool, **window)

    assert refusal(response) == (400, code)


def test_the_longest_beginning_and_the_latest_start_are_taken(own_operator: Tenant, pool: str) -> None:
    response = order_batch(
        own_operator, pool, UserPartofKey="=" * 20, **{START: ahead(days=89.99), END: ahead(days=90)}
    )

    assert response.status == 200


def test_a_keypool_of_another_venue_is_refused_until_a_unit_here_shows_it(own_operator: Tenant) -> None:
    pool = add_pool(own_operator, VenueID=own_operator.venues[1].id)
    here, elsewhere = order_batch(own_operator, pool), order_batch(own_operator, pool, 1)

    execute(keypools.add_attachment(pool, add_unit(own_operator, own_operator.venues[0], unique_name("S"))))

    assert (refusal(here), elsewhere.status) == ((400, "KeypoolNotShown"), 200)
    assert order_batch(own_operator, pool).status == 200


def test_a_keypool_or_venue_that_is_none_or_anothers_is_not_there(
    world: World, own_operator: Tenant, pool: str
) -> None:
    foreign = add_pool(world.other)

    response = [order_batch(own_operator, each) for each in ("none", foreign)]
    response.append(order_batch(own_operator, pool, VenueID=world.other.venues[0].id))

    assert [refusal(each) for each in response] == [(404, "KeypoolNotFound")] * 2 + [(404, "VenueNotFound")]


def test_the_keys_of_a_batch_count_as_the_keypools(own_operator: Tenant) -> None:
    batch = finished_batch(own_operator)

    listed = call(
        list_keypools.handler, own_operator.token("DomainAdministrator"), {"VenueID": own_operator.venues[0].id}
    ).body

    shown = listed["myKeyPoolList"][batch["KeyPoolID"]]
    assert (shown["PSKCount"], shown["SubscriberCount"]) == (100, 0)


def test_the_job_of_a_batch_that_has_its_cards_changes_nothing(own_operator: Tenant) -> None:
    batch = finished_batch(own_operator)
    before = view_batch(own_operator, batch)

    run_cards_job(own_operator, batch["KeyPoolID"], batch[NAME])

    assert view_batch(own_operator, batch) == before
    assert execute(__.V(batch_id(*batch.values())).in_(Edge.NAMES_KEY).count()) == [100]
