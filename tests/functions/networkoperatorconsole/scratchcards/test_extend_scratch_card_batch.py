"""Adding hours to batches of scratch cards."""

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.networkoperatorconsole.scratchcards import invalidate_scratch_card_batch
from functions.networkoperatorconsole.scratchcards.extend_scratch_card_batch import handler
from tests.cards import named, order, printed, venue_pool, view
from tests.faults.harness import haunted
from tests.gateway import Answer, call
from tests.world import Tenant, World, fresh, tenant
from vault.kernel.time import now, to_wire

END, NAME = "EndDateTimeUTC.ISO8601", "ScratchCard_BatchID"


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own."""
    assert world
    return tenant(fresh("Extended"))


def extend(estate: Tenant, batch: dict[str, str], hours: object = 168, **headers: str) -> Answer:
    """A call of the administrator."""
    return call(handler, estate.token("DomainAdministrator"), batch | {"ExtendByHours": hours}, **headers)


def refusal(told: Answer) -> tuple[int, str]:
    """The status and the code."""
    return told.status, told.code


def test_every_card_ends_later_at_once(estate: Tenant) -> None:
    batch = printed(estate, **{END: "2099-01-01T00:00:00Z"})

    told = extend(estate, batch)

    assert told.body["message"] == ""
    assert told.body[batch[NAME]][END] == "2099-01-08T00:00:00.000Z"
    shown = view(estate, batch)
    assert {card[END] for card in shown["Cards"].values()} == {shown[END]} == {"2099-01-08T00:00:00.000Z"}


def test_a_call_with_its_key_sent_again_adds_nothing(estate: Tenant) -> None:
    batch = named(estate)

    told = [extend(estate, batch, 24, idempotency_key="again").body for _ in range(2)]

    assert told[0] == told[1]
    assert view(estate, batch)[END] == "2099-01-02T00:00:00.000Z"


def test_two_at_once_both_count(estate: Tenant) -> None:
    batch = named(estate)

    with ThreadPoolExecutor(2) as callers:
        told = list(callers.map(lambda hours: extend(estate, batch, hours), (24, 48)))

    assert [each.status for each in told] == [200, 200]
    assert view(estate, batch)[END] == "2099-01-04T00:00:00.000Z"


@pytest.mark.parametrize("hours", [0, 8761, -1, 1.5, "24", None])
def test_hours_out_of_bounds_are_refused(estate: Tenant, hours: object) -> None:
    told = extend(estate, named(estate), hours)

    assert refusal(told) == (400, "FieldInvalid")


def test_a_batch_without_an_end_has_none_to_extend(estate: Tenant) -> None:
    pool = venue_pool(estate)
    batch = {"KeyPoolID": pool, NAME: order(estate, pool).body[NAME]}

    told = extend(estate, batch)

    assert refusal(told) == (400, "ScratchCardBatchOpen")


def test_a_batch_that_has_ended_stays_so(estate: Tenant) -> None:
    pool, soon = venue_pool(estate), now() + dt.timedelta(seconds=1)
    batch = {"KeyPoolID": pool, NAME: order(estate, pool, **{END: to_wire(soon)}).body[NAME]}
    time.sleep(1.1)

    told = extend(estate, batch)

    assert refusal(told) == (400, "ScratchCardBatchEnded")


def test_an_invalidated_batch_stays_so(estate: Tenant) -> None:
    batch = named(estate)
    call(invalidate_scratch_card_batch.handler, estate.token("DomainAdministrator"), batch)

    told = extend(estate, batch)

    assert refusal(told) == (400, "ScratchCardBatchInvalidated")


def test_no_batch_lasts_beyond_the_calendar(estate: Tenant) -> None:
    pool = venue_pool(estate)
    batch = {"KeyPoolID": pool, NAME: order(estate, pool, **{END: "9999-12-31T00:00:00Z"}).body[NAME]}

    told = extend(estate, batch)

    assert refusal(told) == (400, "DateTimeInvalid")


def test_a_batch_that_is_not_there_is_not_found(world: World, estate: Tenant) -> None:
    batch = named(estate)

    told = [extend(estate, each) for each in (batch | {NAME: "2001-01-01T00:00:00Z"}, named(world.other))]

    assert [refusal(each) for each in told] == [(404, "ScratchCardBatchNotFound"), (404, "KeypoolNotFound")]


def test_the_requests_do_not_grow_with_the_batch(estate: Tenant) -> None:
    empty, full = named(estate), printed(estate, **{END: "2099-01-01T00:00:00Z"})
    requests = []

    for batch in (empty, full):
        with haunted() as reaper:
            extend(estate, batch)
        requests.append(reaper.passed)

    assert requests[0] == requests[1]
