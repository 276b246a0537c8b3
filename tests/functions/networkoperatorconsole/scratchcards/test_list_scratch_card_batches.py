"""Listing the batches of scratch cards of a keypool."""

import pytest

from functions.networkoperatorconsole.scratchcards import invalidate_scratch_card, invalidate_scratch_card_batch
from functions.networkoperatorconsole.scratchcards.list_scratch_card_batches import handler
from tests.cards import batch_with_one_card, finished_batch, mark_used, order_batch
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.faults.harness import inject_faults
from tests.gateway import Answer, call
from tests.residents import add_pool

WINDOW = {"StartDateTimeUTC.ISO8601": "2026-01-05T08:00:00.000Z", "EndDateTimeUTC.ISO8601": "2098-07-01T17:00:00.000Z"}
NAME, DIED = "ScratchCard_BatchID", "InvalidatedDateTimeUTC.ISO8601"


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Listed"))


def list_batches(tenant: Tenant, pool: str, **fields: object) -> Answer:
    return call(handler, tenant.token("DomainAdministrator"), {"KeyPoolID": pool, **fields})


def order_batches(tenant: Tenant, pool: str, number: int, *days: int) -> list[str]:
    names = [f"2026-03-{day:02}T00:00:00.000Z" for day in days]
    for name in names:
        assert order_batch(tenant, pool, number, **{NAME: name}).status == 200
    return names


def names_of(response: Answer) -> list[str]:
    return [batch[NAME] for batch in response.body["ScratchCardBatches"]]


def test_a_batch_is_listed_with_its_times_and_figures_and_without_a_key(own_operator: Tenant) -> None:
    batch = finished_batch(own_operator, **WINDOW)
    mark_used(batch, "first", "second", "second")
    token = own_operator.token("DomainAdministrator")
    assert call(invalidate_scratch_card.handler, token, {**batch, "CardNumber": 3}).status == 200

    response = list_batches(own_operator, batch["KeyPoolID"])

    assert response.body == {
        "message": "",
        "errorProcessing": False,
        "KeyPoolID": batch["KeyPoolID"],
        "SSID": batch["KeyPoolID"].split(".")[-2],
        "ScratchCardBatchCount": 1,
        "ScratchCardBatches": [
            {
                NAME: batch[NAME],
                "VenueID": own_operator.venues[0].id,
                "VenueName": own_operator.venues[0].name,
                "TimeZone": "America/Chicago",
                "Status": "ready",
                "size": 100,
                "CardsMade": 100,
                "CardsUsed": 2,
                "CardsInvalidated": 1,
                **WINDOW,
                "Invalidated": False,
            }
        ],
    }


def test_of_an_invalidated_batch_every_card_counts_as_invalidated(own_operator: Tenant) -> None:
    batch = batch_with_one_card(own_operator)
    token = own_operator.token("DomainAdministrator")
    died = call(invalidate_scratch_card_batch.handler, token, batch).body[batch[NAME]][DIED]

    listed = list_batches(own_operator, batch["KeyPoolID"]).body["ScratchCardBatches"]

    found = next(each for each in listed if each[NAME] == batch[NAME])
    assert (found["Status"], found["CardsInvalidated"], found["Invalidated"], found[DIED]) == (
        "invalidated", 1, True, died,
    )  # fmt: skip


def test_with_a_venue_its_batches_alone_are_listed(own_operator: Tenant) -> None:
    pool = add_pool(own_operator)
    here, there = order_batches(own_operator, pool, 0, 1, 3), order_batches(own_operator, pool, 1, 2)

    listed = [names_of(list_batches(own_operator, pool, VenueID=venue.id)) for venue in own_operator.venues[:2]]

    assert listed == [here, there]
    assert names_of(list_batches(own_operator, pool)) == sorted(here + there)


def test_the_pages_have_every_batch_once(own_operator: Tenant) -> None:
    pool = add_pool(own_operator)
    names = order_batches(own_operator, pool, 0, 1, 2, 3)

    first = list_batches(own_operator, pool, Pagination={"Limit": 2})
    cursor = first.body["pagination"]["NextCursor"]
    last = list_batches(own_operator, pool, Pagination={"Limit": 2, "Cursor": cursor})

    assert [names_of(first), names_of(last)] == [names[:2], names[2:]]
    assert [each.body["ScratchCardBatchCount"] for each in (first, last)] == [3, 3]
    assert "NextCursor" not in last.body["pagination"]


def test_a_keypool_without_batches_has_an_empty_list(own_operator: Tenant) -> None:
    response = list_batches(own_operator, add_pool(own_operator))

    assert (response.status, response.body["ScratchCardBatchCount"], names_of(response)) == (200, 0, [])


def test_what_is_not_there_is_not_found(world: World, own_operator: Tenant) -> None:
    pool = add_pool(own_operator)

    answers = [
        list_batches(own_operator, "none"),
        list_batches(own_operator, add_pool(world.other)),
        list_batches(own_operator, pool, VenueID=world.other.venues[0].id),
    ]

    codes = ["KeypoolNotFound", "KeypoolNotFound", "VenueNotFound"]
    assert [(each.status, each.code) for each in answers] == [(404, code) for code in codes]


def test_the_requests_do_not_grow_with_the_list(own_operator: Tenant) -> None:
    pool, requests = add_pool(own_operator), []

    for days in ((1,), (2, 3, 4)):
        order_batches(own_operator, pool, 0, *days)
        with inject_faults() as injector:
            list_batches(own_operator, pool)
        requests.append(injector.points_passed)

    assert requests[0] == requests[1]
