"""Keys for those who moved in before the keypool came."""

import pytest

from functions.jobs import issue_keys
from tests.gateway import Context
from tests.residents import add_pool, issue, keys_of, move_in, settled, texts_of
from tests.world import Tenant, World, add_unit, fresh, tenant
from vault.graph.connection import answer
from vault.graph.schema import Edge
from vault.graph.steps import __
from vault.kernel.queue_messages import IssueKeys
from vault.keypools import queries
from vault.keys import issuing
from vault.operators.model import OperatorNotFound
from vault.subscribers import waiting


@pytest.fixture
def estate(world: World) -> Tenant:
    """An operator with one resident's unit in each of two venues."""
    assert world
    return tenant(fresh("Late"))


def test_a_resident_gets_the_same_text_on_a_network_that_comes_later(estate: Tenant) -> None:
    add_pool(estate)
    person = settled(estate, estate.units[0])

    issue(estate, add_pool(estate))

    assert len(keys_of(person)) == 2
    assert len(set(texts_of(person))) == 1


def test_a_resident_without_a_key_gets_one(estate: Tenant) -> None:
    person = settled(estate, estate.units[0])

    issue(estate, add_pool(estate))

    assert len(texts_of(person)) == 1


def test_a_network_of_one_venue_is_for_its_residents_alone(estate: Tenant) -> None:
    here, elsewhere = (settled(estate, unit) for unit in estate.units)

    issue(estate, add_pool(estate, VenueID=estate.venues[0].id))

    assert [len(texts_of(person)) for person in (here, elsewhere)] == [1, 0]


def test_a_network_shown_at_one_more_unit_lets_the_same_key_in(estate: Tenant) -> None:
    second = add_unit(estate, estate.venues[0], "2")
    pool = add_pool(estate, Scope="local")
    person = settled(estate, estate.units[0])
    move_in(estate, second, person.email)
    show(pool, estate.units[0])
    issue(estate, pool)

    show(pool, second)
    issue(estate, pool)

    ((key,),) = [keys.values() for keys in keys_of(person).values()]
    assert {policy["UnitID_internal"] for policy in key["Policies"]} == {estate.units[0], second}


def show(pool: str, unit: str) -> None:
    """Show a local keypool at a unit."""
    answer(queries.show(pool, unit))


def test_who_has_moved_out_gets_none(estate: Tenant) -> None:
    gone = {"StartDateTimeUTC.ISO8601": "2020-01-01T00:00:00Z", "EndDateTimeUTC.ISO8601": "2020-02-01T00:00:00Z"}
    person = settled(estate, estate.units[0], **gone)

    issue(estate, add_pool(estate))

    assert texts_of(person) == []


def test_many_are_served_in_several_runs_and_bins_stay_bounded(estate: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST", 4)
    monkeypatch.setattr(waiting, "AT_ONCE", 2)
    monkeypatch.setattr(issuing, "FULL", 3)
    monkeypatch.setattr("vault.subscribers.queries.SLOTS", 1)
    people = [settled(estate, estate.units[0]) for _ in range(7)]
    pool = add_pool(estate)

    for _ in range(2):
        issue(estate, pool)

    assert [len(texts_of(person)) for person in people] == [1] * 7
    assert sorted(answer(__.V(pool).out(Edge.HAS_BIN).values("keys"))) == [0, 3, 4]
    assert answer(__.V(pool).out(Edge.OPEN_BIN).count()) == [1]


def test_a_repeated_run_adds_nothing(estate: Tenant) -> None:
    person = settled(estate, estate.units[0])
    pool = add_pool(estate)

    for _ in range(2):
        issue(estate, pool)

    assert len(texts_of(person)) == 1


def test_a_message_of_nobody_comes_again() -> None:
    with pytest.raises(OperatorNotFound):
        issue_keys.handler.run(Context(), IssueKeys(operator="nobody", keypool="none"))
