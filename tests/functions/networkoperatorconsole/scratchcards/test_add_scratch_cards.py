"""Ordering batches of scratch cards."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.networkoperatorconsole.keypools import list_keypools
from tests.cards import batch_id, make, order, printed, view
from tests.gateway import Answer, call
from tests.residents import add_pool
from tests.world import Tenant, World, add_unit, fresh, tenant
from vault.graph.connection import answer
from vault.graph.schema import Edge, Label
from vault.graph.steps import __
from vault.kernel.time import now, to_wire
from vault.keypools import queries as keypools

START, END, NAME = "StartDateTimeUTC.ISO8601", "EndDateTimeUTC.ISO8601", "ScratchCard_BatchID"


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own."""
    assert world
    return tenant(fresh("Printed"))


@pytest.fixture(scope="module")
def pool(estate: Tenant) -> str:
    """A keypool that is shown at every venue."""
    return add_pool(estate)


def ahead(**span: float) -> str:
    """A moment so far ahead."""
    return to_wire(now() + dt.timedelta(**span))


def batches(pool: str) -> int:
    """How many batches a keypool has."""
    return int(answer(__.V(pool).in_(Edge.BATCH_OF).has_label(Label.SCRATCH_BATCH).count())[0])


def refusal(told: Answer) -> tuple[int, str]:
    """The status and the code."""
    return told.status, told.code


def test_a_batch_is_ordered_and_described_at_once(estate: Tenant, pool: str) -> None:
    window = {START: "2026-01-05T08:00:00+01:00", END: ahead(days=3)}

    told = order(estate, pool, **window, UserPartofKey="HOTEL2025", **{NAME: "2025-09-12T19:35:00.123Z"}).body

    assert told["message"] == (
        "Generating scratch cards. "
        "Download scratch cards using /networkoperatorconsole/scratchcards/viewScratchCardBatch."
    )
    assert told[NAME] == "2025-09-12T19:35:00.123Z"
    assert told["batchDetails"] == {
        "size": 100,
        "validity": {START: "2026-01-05T07:00:00.000Z", END: window[END]},
        "keyPoolID": pool,
        "userPrefix": "HOTEL2025",
        "encryptionMethod": "WPA2",
    }
    assert view(estate, {"KeyPoolID": pool, NAME: told[NAME]})["Status"] == "making"


def test_a_batch_is_named_by_the_moment_begins_now_and_stays_open_where_nothing_else_is_said(
    estate: Tenant, pool: str
) -> None:
    before = to_wire(now())

    told = order(estate, pool).body

    assert before <= told[NAME] <= to_wire(now())
    assert told["batchDetails"]["validity"] == {START: told[NAME]}


def test_the_same_order_again_is_answered_alike_and_makes_no_second_batch(estate: Tenant) -> None:
    pool, named = add_pool(estate), {NAME: "2026-02-01T00:00:00Z", END: ahead(hours=1), "UserPartofKey": "A"}
    first = order(estate, pool, **named).body

    second = order(estate, pool, **named | {NAME: "2026-02-01T01:00:00.000+01:00"}).body

    assert (second, batches(pool)) == (first, 1)


def test_the_same_order_by_several_at_once_makes_one_batch(estate: Tenant) -> None:
    pool, named = add_pool(estate), {NAME: "2026-02-02T00:00:00Z"}

    with ThreadPoolExecutor(4) as callers:
        told = list(callers.map(lambda _: order(estate, pool, **named), range(4)))

    assert {each.status for each in told} == {200}
    assert len({str(each.body) for each in told}) == batches(pool) == 1


@pytest.mark.parametrize(
    "other", [{"UserPartofKey": "B"}, {END: "2098-01-01T00:00:00Z"}, {START: "2026-02-03T00:00:00Z"}]
)
def test_another_order_under_the_same_name_is_refused(estate: Tenant, pool: str, other: dict[str, str]) -> None:
    named = {NAME: "2026-02-03T00:00:00Z"}
    order(estate, pool, **named)

    told = order(estate, pool, **named | other)

    assert refusal(told) == (400, "ScratchCardBatchDiffers")


def test_the_same_name_is_another_batch_in_another_keypool(estate: Tenant, pool: str) -> None:
    named = {NAME: "2026-02-04T00:00:00Z"}

    told = [order(estate, each, **named) for each in (pool, add_pool(estate))]

    assert [each.status for each in told] == [200, 200]


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
def test_what_no_card_can_be_made_of_is_refused(estate: Tenant, pool: str, window: dict[str, Any], code: str) -> None:
    told = order(estate, pool, **window)

    assert refusal(told) == (400, code)


def test_the_longest_beginning_and_the_latest_start_are_taken(estate: Tenant, pool: str) -> None:
    told = order(estate, pool, UserPartofKey="=" * 20, **{START: ahead(days=89.99), END: ahead(days=90)})

    assert told.status == 200


def test_a_keypool_of_another_venue_is_refused_until_a_unit_here_shows_it(estate: Tenant) -> None:
    pool = add_pool(estate, VenueID=estate.venues[1].id)
    here, elsewhere = order(estate, pool), order(estate, pool, 1)

    answer(keypools.show(pool, add_unit(estate, estate.venues[0], fresh("S"))))

    assert (refusal(here), elsewhere.status) == ((400, "KeypoolNotShown"), 200)
    assert order(estate, pool).status == 200


def test_a_keypool_or_venue_that_is_none_or_anothers_is_not_there(world: World, estate: Tenant, pool: str) -> None:
    foreign = add_pool(world.other)

    told = [order(estate, each) for each in ("none", foreign)]
    told.append(order(estate, pool, VenueID=world.other.venues[0].id))

    assert [refusal(each) for each in told] == [(404, "KeypoolNotFound")] * 2 + [(404, "VenueNotFound")]


def test_the_keys_of_a_batch_count_as_the_keypools(estate: Tenant) -> None:
    batch = printed(estate)

    listed = call(list_keypools.handler, estate.token("DomainAdministrator"), {"VenueID": estate.venues[0].id}).body

    shown = listed["myKeyPoolList"][batch["KeyPoolID"]]
    assert (shown["PSKCount"], shown["SubscriberCount"]) == (100, 0)


def test_the_job_of_a_batch_that_has_its_cards_changes_nothing(estate: Tenant) -> None:
    batch = printed(estate)
    before = view(estate, batch)

    make(estate, batch["KeyPoolID"], batch[NAME])

    assert view(estate, batch) == before
    assert answer(__.V(batch_id(*batch.values())).in_(Edge.NAMES_KEY).count()) == [100]
