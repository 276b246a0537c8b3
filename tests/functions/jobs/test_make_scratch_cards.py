"""Cards made in the background: killed, started twice, and beside residents' keys."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.cards import batch_id, make, order, view
from tests.faults.harness import Killed, haunted
from tests.joining import candidates_of
from tests.residents import add_pool
from tests.world import Tenant, World, fresh, tenant
from vault.audit import carrier
from vault.graph.connection import Conflict, answer
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __
from vault.kernel import tokens
from vault.scratchcards import making
from vault.wifi.pmk import pmk

NAME = "ScratchCard_BatchID"


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own."""
    assert world
    return tenant(fresh("Pressed"))


@pytest.fixture(autouse=True)
def _swept_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The sweeper finds parcels of any age."""
    monkeypatch.setattr(carrier, "SWEPT_AFTER_MS", -1_000)
    yield
    carrier.sweep()


def ordered(estate: Tenant) -> dict[str, str]:
    """What names a new batch without cards."""
    pool = add_pool(estate)
    return {"KeyPoolID": pool, NAME: order(estate, pool).body[NAME]}


def whole(estate: Tenant, batch: dict[str, str]) -> bool:
    """Whether there are 100 cards, each once: to read, to match, and by the names that their texts take."""
    shown = view(estate, batch)
    wanted = {key_id: pmk(card["PSK"], shown["SSID"]) for key_id, card in shown["Cards"].items()}
    names = set(answer(__.V(batch_id(*batch.values())).in_(Edge.NAMES_KEY).id_()))
    matched = candidates_of(estate, batch["KeyPoolID"])
    return dict(matched) == wanted and len(matched) == len(wanted) == len(names) == 100


def entries(batch: dict[str, str]) -> list[int]:
    """The numbers of cards that the log knows to be made."""
    made = __.V().has(Label.LOG_ENTRY, Prop.EVENT, "Scratch cards made").values(Prop.DETAIL)
    return sorted(int(detail.rpartition(" ")[2].rstrip("}")) for detail in answer(made, "LOG") if batch[NAME] in detail)


def test_a_job_killed_anywhere_is_completed_by_its_next_run(estate: Tenant) -> None:
    make(estate, *ordered(estate).values())
    batch = ordered(estate)
    with haunted() as reaper:
        make(estate, *batch.values())
    assert whole(estate, batch)

    for point in range(reaper.passed):
        batch = ordered(estate)
        with haunted(point), pytest.raises(Killed):
            make(estate, *batch.values())
        make(estate, *batch.values())
        carrier.sweep()

        assert whole(estate, batch), reaper.places[point]
        assert entries(batch) == [50, 100], reaper.places[point]


def test_two_deliveries_at_once_make_one_batch(estate: Tenant) -> None:
    batch = ordered(estate)

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda _: make(estate, *batch.values()), range(2)))

    assert whole(estate, batch)


def test_a_text_that_another_key_of_the_network_has_is_drawn_anew(
    estate: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = add_pool(estate)
    first, second = ({"KeyPoolID": pool, NAME: f"2026-03-0{day}T00:00:00.000Z"} for day in (1, 2))
    drawn: list[str] = []
    for batch in (first, second):
        order(estate, pool, **{NAME: batch[NAME]})
    make(estate, *first.values())
    taken = [card["PSK"] for card in view(estate, first)["Cards"].values()]

    def repeating(user_part: str | None) -> str:
        drawn.append(taken[7] if len(drawn) == 60 else tokens.key_text(user_part))
        return drawn[-1]

    monkeypatch.setattr(making, "key_text", repeating)
    make(estate, *second.values())

    assert taken[7] in drawn
    assert taken[7] not in {card["PSK"] for card in view(estate, second)["Cards"].values()}
    assert answer(__.V(batch_id(*second.values())).in_(Edge.NAMES_KEY).count()) == [100]


def test_a_job_that_never_gets_through_comes_again(estate: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = ordered(estate)

    def outrun(*_given: Any) -> None:
        raise Conflict

    monkeypatch.setattr(making, "fill", outrun)

    with pytest.raises(Conflict):
        make(estate, *batch.values())


def test_the_cards_of_a_keypool_that_is_gone_are_not_made(estate: Tenant) -> None:
    batch = ordered(estate)
    answer(__.V(batch["KeyPoolID"]).in_e(Edge.HAS_KEYPOOL).drop())

    make(estate, *batch.values())

    assert answer(__.V(batch_id(*batch.values())).values(Prop.CARDS_MADE)) == [0]
