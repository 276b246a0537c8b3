"""Invalidating single scratch cards."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.networkoperatorconsole.keypools import list_keypools
from functions.networkoperatorconsole.scratchcards import extend_scratch_card_batch, invalidate_scratch_card_batch
from functions.networkoperatorconsole.scratchcards.invalidate_scratch_card import handler
from tests.cards import batch_id, finished_batch, new_batch, order_batch, run_cards_job, view_batch
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.gateway import Answer, call
from tests.radius_client import SESSIONS_CONTINUE, Device, all_candidates, request_access, ssid_of
from tests.residents import add_pool
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, __
from vault.radius import service
from vault.scratchcards import queries

DIED, NAME = "InvalidatedDateTimeUTC.ISO8601", "ScratchCard_BatchID"
ALREADY = "The scratch card was already invalidated."


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Torn"))


@pytest.fixture
def batch(own_operator: Tenant) -> dict[str, str]:
    return finished_batch(own_operator, **{"EndDateTimeUTC.ISO8601": "2098-01-01T00:00:00.000Z"})


def invalidate(tenant: Tenant, batch: dict[str, str], number: int) -> Answer:
    return call(handler, tenant.token("DomainAdministrator"), {**batch, "CardNumber": number})


def invalidate_batch(tenant: Tenant, batch: dict[str, str]) -> Answer:
    return call(invalidate_scratch_card_batch.handler, tenant.token("DomainAdministrator"), batch)


def find_invalidated(tenant: Tenant, batch: dict[str, str]) -> dict[int, str]:
    """When cards were invalidated, by their numbers."""
    cards = view_batch(tenant, batch)["Cards"].values()
    return {card["CardNumber"]: card[DIED] for card in cards if card["Invalidated"]}


def count_keys(tenant: Tenant, batch: dict[str, str]) -> Any:
    fields = {"VenueID": tenant.venues[0].id}
    listed = call(list_keypools.handler, tenant.token("DomainAdministrator"), fields).body
    return listed["myKeyPoolList"][batch["KeyPoolID"]]["PSKCount"]


def test_one_card_is_dead_and_the_others_hold(own_operator: Tenant, batch: dict[str, str]) -> None:
    response = invalidate(own_operator, batch, 7).body

    shown = view_batch(own_operator, batch)
    key_id = list(shown["Cards"])[6]
    assert response == {
        "message": SESSIONS_CONTINUE,
        "errorProcessing": False,
        **batch,
        "CardNumber": 7,
        "KeyID": key_id,
        "Invalidated": True,
        DIED: shown["Cards"][key_id][DIED],
    }
    assert list(find_invalidated(own_operator, batch)) == [7]
    assert (shown["Status"], shown["Invalidated"], shown["CardsMade"], shown["CardsInvalidated"]) == (
        "ready", False, 100, 1,
    )  # fmt: skip
    assert count_keys(own_operator, batch) == 99
    assert execute(__.V(batch_id(*batch.values())).in_(Edge.NAMES_KEY).count()) == [100]


def test_a_device_joins_with_every_other_card_alone(own_operator: Tenant, batch: dict[str, str]) -> None:
    psks = [card["PSK"] for card in view_batch(own_operator, batch)["Cards"].values()]
    ssid = ssid_of(batch["KeyPoolID"])

    invalidate(own_operator, batch, 7)

    answers = [request_access(own_operator, Device(psk, ssid).by_ruckus()) for psk in psks[5:8]]
    assert [each.code for each in answers] == ["", "DeviceRefused", ""]


def test_a_card_that_was_read_as_holding_is_not_served_when_it_is_invalidated_meanwhile(
    own_operator: Tenant, batch: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    card = next(iter(view_batch(own_operator, batch)["Cards"].values()))
    phone = Device(card["PSK"], ssid_of(batch["KeyPoolID"]))
    assert request_access(own_operator, phone.by_ruckus()).status == 200
    found = service._load_authorizations

    def invalidate_before_verifying(*given: Any) -> Any:
        invalidate(own_operator, batch, card["CardNumber"])
        return found(*given)

    monkeypatch.setattr(service, "_load_authorizations", invalidate_before_verifying)

    assert request_access(own_operator, phone.by_ruckus()).code == "DeviceRefused"


def test_a_second_time_says_that_it_was_done(own_operator: Tenant, batch: dict[str, str]) -> None:
    first = invalidate(own_operator, batch, 1).body

    second = invalidate(own_operator, batch, 1).body

    assert second == first | {"message": ALREADY}
    assert count_keys(own_operator, batch) == 99


def test_of_two_callers_at_once_one_invalidates_the_card(own_operator: Tenant, batch: dict[str, str]) -> None:
    with ThreadPoolExecutor(2) as callers:
        answers = list(callers.map(lambda _: invalidate(own_operator, batch, 1).body, range(2)))

    assert {each["message"] for each in answers} == {SESSIONS_CONTINUE, ALREADY}
    assert {each[DIED] for each in answers} == {find_invalidated(own_operator, batch)[1]}


def test_of_different_cards_at_once_none_is_lost(own_operator: Tenant, batch: dict[str, str]) -> None:
    with ThreadPoolExecutor(3) as callers:
        answers = list(callers.map(lambda number: invalidate(own_operator, batch, number), (3, 50, 100)))

    assert [each.status for each in answers] == [200] * 3
    assert sorted(find_invalidated(own_operator, batch)) == [3, 50, 100]
    assert count_keys(own_operator, batch) == 97


def test_a_card_and_its_batch_at_once_are_both_dead(own_operator: Tenant, batch: dict[str, str]) -> None:
    with ThreadPoolExecutor(2) as callers:
        one = callers.submit(invalidate, own_operator, batch, 1)
        every = callers.submit(invalidate_batch, own_operator, batch)

    assert (one.result().status, every.result().status) == (200, 200)
    assert len(find_invalidated(own_operator, batch)) == 100
    assert count_keys(own_operator, batch) == 0


def test_a_card_of_an_invalidated_batch_is_dead_already(own_operator: Tenant, batch: dict[str, str]) -> None:
    invalidate(own_operator, batch, 1)
    invalidate_batch(own_operator, batch)
    moments = find_invalidated(own_operator, batch)

    answers = [invalidate(own_operator, batch, number).body for number in (1, 2)]

    assert [each["message"] for each in answers] == [ALREADY] * 2
    assert [each[DIED] for each in answers] == [moments[1], moments[2]]


def test_a_card_stays_dead_when_its_batch_is_extended(own_operator: Tenant, batch: dict[str, str]) -> None:
    invalidate(own_operator, batch, 1)

    extended = call(
        extend_scratch_card_batch.handler, own_operator.token("DomainAdministrator"), {**batch, "ExtendByHours": 1}
    )

    assert extended.status == 200
    assert list(find_invalidated(own_operator, batch)) == [1]


def test_a_card_that_is_invalidated_while_others_are_made_stays_dead(
    own_operator: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = add_pool(own_operator)
    batch = {"KeyPoolID": pool, NAME: order_batch(own_operator, pool).body[NAME]}
    answers: list[Answer] = []
    store_cards = queries.store_cards

    def invalidate_between(*given: Any) -> list[Steps]:
        if len(given[0].cards) == 100 and not answers:
            answers.append(invalidate(own_operator, batch, 1))
        return store_cards(*given)

    monkeypatch.setattr(queries, "store_cards", invalidate_between)
    run_cards_job(own_operator, *batch.values())

    assert [each.status for each in answers] == [200]
    assert list(find_invalidated(own_operator, batch)) == [1]
    assert view_batch(own_operator, batch)["CardsMade"] == len(all_candidates(own_operator, pool)) == 100
    assert count_keys(own_operator, batch) == 99


def test_what_is_not_there_is_not_found(world: World, own_operator: Tenant) -> None:
    unmade = new_batch(own_operator)

    answers = [
        invalidate(own_operator, unmade, 1),
        invalidate(own_operator, unmade | {NAME: "2001-01-01T00:00:00Z"}, 1),
        invalidate(own_operator, new_batch(world.other), 1),
    ]

    codes = ["ScratchCardNotFound", "ScratchCardBatchNotFound", "KeypoolNotFound"]
    assert [(each.status, each.code) for each in answers] == [(404, code) for code in codes]


@pytest.mark.parametrize("number", [0, 101])
def test_a_number_that_no_batch_has_is_invalid(own_operator: Tenant, number: int) -> None:
    assert invalidate(own_operator, new_batch(own_operator), number).status == 400


def test_it_is_logged_once_with_the_card(own_operator: Tenant, batch: dict[str, str]) -> None:
    invalidate(own_operator, batch, 42)
    invalidate(own_operator, batch, 42)

    logged = __.V().has(Label.LOG_ENTRY, Prop.EVENT, "Scratch card invalidated").element_map()
    entries = [entry for entry in execute(logged, "LOG") if batch[NAME] in entry[Prop.DETAIL]]
    assert [(entry[Prop.VENUE], '"card": 42' in entry[Prop.DETAIL]) for entry in entries] == [
        (own_operator.venues[0].id, True)
    ]
