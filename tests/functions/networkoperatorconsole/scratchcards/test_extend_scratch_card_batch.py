"""Adding hours to batches of scratch cards."""

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.networkoperatorconsole.scratchcards import invalidate_scratch_card_batch
from functions.networkoperatorconsole.scratchcards.extend_scratch_card_batch import handler
from tests.cards import finished_batch, new_batch, order_batch, venue_pool, view_batch
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.faults.harness import inject_faults
from tests.gateway import Answer, call
from vault.kernel.time import now, to_wire

END, NAME = "EndDateTimeUTC.ISO8601", "ScratchCard_BatchID"


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Extended"))


def extend(own_operator: Tenant, batch: dict[str, str], hours: object = 168, **headers: str) -> Answer:
    return call(handler, own_operator.token("DomainAdministrator"), batch | {"ExtendByHours": hours}, **headers)


def refusal(response: Answer) -> tuple[int, str]:
    return response.status, response.code


def test_every_card_ends_later_at_once(own_operator: Tenant) -> None:
    batch = finished_batch(own_operator, **{END: "2099-01-01T00:00:00Z"})

    response = extend(own_operator, batch)

    assert response.body["message"] == ""
    assert response.body[batch[NAME]][END] == "2099-01-08T00:00:00.000Z"
    shown = view_batch(own_operator, batch)
    assert {card[END] for card in shown["Cards"].values()} == {shown[END]} == {"2099-01-08T00:00:00.000Z"}


def test_a_call_with_its_key_sent_again_adds_nothing(own_operator: Tenant) -> None:
    batch = new_batch(own_operator)

    response = [extend(own_operator, batch, 24, idempotency_key="again").body for _ in range(2)]

    assert response[0] == response[1]
    assert view_batch(own_operator, batch)[END] == "2099-01-02T00:00:00.000Z"


def test_two_at_once_both_count(own_operator: Tenant) -> None:
    batch = new_batch(own_operator)

    with ThreadPoolExecutor(2) as callers:
        response = list(callers.map(lambda hours: extend(own_operator, batch, hours), (24, 48)))

    assert [each.status for each in response] == [200, 200]
    assert view_batch(own_operator, batch)[END] == "2099-01-04T00:00:00.000Z"


@pytest.mark.parametrize("hours", [0, 8761, -1, 1.5, "24", None])
def test_hours_out_of_bounds_are_refused(own_operator: Tenant, hours: object) -> None:
    response = extend(own_operator, new_batch(own_operator), hours)

    assert refusal(response) == (400, "FieldInvalid")


def test_a_batch_without_an_end_has_none_to_extend(own_operator: Tenant) -> None:
    pool = venue_pool(own_operator)
    batch = {"KeyPoolID": pool, NAME: order_batch(own_operator, pool).body[NAME]}

    response = extend(own_operator, batch)

    assert refusal(response) == (400, "ScratchCardBatchOpen")


def test_a_batch_that_has_ended_stays_so(own_operator: Tenant) -> None:
    pool, soon = venue_pool(own_operator), now() + dt.timedelta(seconds=1)
    batch = {"KeyPoolID": pool, NAME: order_batch(own_operator, pool, **{END: to_wire(soon)}).body[NAME]}
    time.sleep(1.1)

    response = extend(own_operator, batch)

    assert refusal(response) == (400, "ScratchCardBatchEnded")


def test_an_invalidated_batch_stays_so(own_operator: Tenant) -> None:
    batch = new_batch(own_operator)
    call(invalidate_scratch_card_batch.handler, own_operator.token("DomainAdministrator"), batch)

    response = extend(own_operator, batch)

    assert refusal(response) == (400, "ScratchCardBatchInvalidated")


def test_no_batch_lasts_longer_than_a_request_may_say(own_operator: Tenant) -> None:
    pool = venue_pool(own_operator)
    batch = {"KeyPoolID": pool, NAME: order_batch(own_operator, pool, **{END: "2199-12-31T00:00:00Z"}).body[NAME]}

    response = extend(own_operator, batch)

    assert refusal(response) == (400, "DateTimeInvalid")


def test_a_batch_that_is_not_there_is_not_found(world: World, own_operator: Tenant) -> None:
    batch = new_batch(own_operator)

    response = [extend(own_operator, each) for each in (batch | {NAME: "2001-01-01T00:00:00Z"}, new_batch(world.other))]

    assert [refusal(each) for each in response] == [(404, "ScratchCardBatchNotFound"), (404, "KeypoolNotFound")]


def test_the_requests_do_not_grow_with_the_batch(own_operator: Tenant) -> None:
    empty, full = new_batch(own_operator), finished_batch(own_operator, **{END: "2099-01-01T00:00:00Z"})
    requests = []

    for batch in (empty, full):
        with inject_faults() as injector:
            extend(own_operator, batch)
        requests.append(injector.points_passed)

    assert requests[0] == requests[1]
