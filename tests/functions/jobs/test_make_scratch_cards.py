"""Cards created in the background: with the job killed, started twice, and beside residents' keys."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.jobs import sweep_outbox
from tests.cards import batch_id, order_batch, run_cards_job, view_batch
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.faults.harness import Killed, inject_faults
from tests.gateway import Context
from tests.radius_client import all_candidates
from tests.residents import add_pool
from vault.graph.connection import Conflict, execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __
from vault.kernel import generated_secrets
from vault.outbox import relay
from vault.scratchcards import generation
from vault.wifi.pmk import derive_pmk

NAME = "ScratchCard_BatchID"


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Pressed"))


@pytest.fixture(autouse=True)
def _swept_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the sweeper publish outbox records of any age."""
    monkeypatch.setattr(relay, "SWEPT_AFTER_MS", -1_000)
    yield
    sweep_outbox.handler({}, Context())


def ordered(own_operator: Tenant) -> dict[str, str]:
    """The ids that identify a new batch without cards."""
    pool = add_pool(own_operator)
    return {"KeyPoolID": pool, NAME: order_batch(own_operator, pool).body[NAME]}


def whole(own_operator: Tenant, batch: dict[str, str]) -> bool:
    """Whether the 100 cards exist once each: to read, to match, and as vertices that reserve their passphrases."""
    shown = view_batch(own_operator, batch)
    wanted = {key_id: derive_pmk(card["PSK"], shown["SSID"]) for key_id, card in shown["Cards"].items()}
    names = set(execute(__.V(batch_id(*batch.values())).in_(Edge.NAMES_KEY).id_()))
    matched = all_candidates(own_operator, batch["KeyPoolID"])
    return dict(matched) == wanted and len(matched) == len(wanted) == len(names) == 100


def entries(batch: dict[str, str]) -> list[int]:
    """The numbers of created cards in the log entries."""
    made = __.V().has(Label.LOG_ENTRY, Prop.EVENT, "Scratch cards made").values(Prop.DETAIL)
    return sorted(
        int(detail.rpartition(" ")[2].rstrip("}")) for detail in execute(made, "LOG") if batch[NAME] in detail
    )


def test_a_job_killed_anywhere_is_completed_by_its_next_run(own_operator: Tenant) -> None:
    run_cards_job(own_operator, *ordered(own_operator).values())
    batch = ordered(own_operator)
    with inject_faults() as injector:
        run_cards_job(own_operator, *batch.values())
    assert whole(own_operator, batch)

    for point in range(injector.points_passed):
        batch = ordered(own_operator)
        with inject_faults(point), pytest.raises(Killed):
            run_cards_job(own_operator, *batch.values())
        run_cards_job(own_operator, *batch.values())
        sweep_outbox.handler({}, Context())

        assert whole(own_operator, batch), injector.places[point]
        assert entries(batch) == [50, 100], injector.places[point]


def test_two_deliveries_at_once_make_one_batch(own_operator: Tenant) -> None:
    batch = ordered(own_operator)

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda _: run_cards_job(own_operator, *batch.values()), range(2)))

    assert whole(own_operator, batch)


def test_a_text_that_another_key_of_the_network_has_is_drawn_anew(
    own_operator: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = add_pool(own_operator)
    first, second = ({"KeyPoolID": pool, NAME: f"2026-03-0{day}T00:00:00.000Z"} for day in (1, 2))
    drawn: list[str] = []
    for batch in (first, second):
        order_batch(own_operator, pool, **{NAME: batch[NAME]})
    run_cards_job(own_operator, *first.values())
    taken = [card["PSK"] for card in view_batch(own_operator, first)["Cards"].values()]

    def repeating(user_part: str | None) -> str:
        drawn.append(taken[7] if len(drawn) == 60 else generated_secrets.generate_passphrase(user_part))
        return drawn[-1]

    monkeypatch.setattr(generation, "generate_passphrase", repeating)
    run_cards_job(own_operator, *second.values())

    assert taken[7] in drawn
    assert taken[7] not in {card["PSK"] for card in view_batch(own_operator, second)["Cards"].values()}
    assert execute(__.V(batch_id(*second.values())).in_(Edge.NAMES_KEY).count()) == [100]


def test_a_job_that_never_gets_through_comes_again(own_operator: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = ordered(own_operator)

    def outrun(*_given: Any) -> None:
        raise Conflict

    monkeypatch.setattr(generation, "write_missing_cards", outrun)

    with pytest.raises(Conflict):
        run_cards_job(own_operator, *batch.values())


def test_the_cards_of_a_keypool_that_is_gone_are_not_made(own_operator: Tenant) -> None:
    batch = ordered(own_operator)
    execute(__.V(batch["KeyPoolID"]).in_e(Edge.HAS_KEYPOOL).drop())

    run_cards_job(own_operator, *batch.values())

    assert execute(__.V(batch_id(*batch.values())).values(Prop.CARDS_MADE)) == [0]
