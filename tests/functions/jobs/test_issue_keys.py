"""The job that issues keys to residents who moved in before the keypool was added."""

import pytest

from functions.jobs import issue_keys
from tests.factories import Tenant, World, add_unit, create_tenant, unique_name
from tests.gateway import Context
from tests.residents import add_accepted_resident, add_pool, keys_of, move_in, passphrases_seen_by, run_issue_job
from vault.graph.connection import execute
from vault.graph.schema import Edge
from vault.graph.steps import __
from vault.kernel.queue_messages import IssueKeys
from vault.keypools import queries
from vault.keys import issuance
from vault.operators.model import OperatorNotFound
from vault.subscribers import key_backfill


@pytest.fixture
def own_operator(world: World) -> Tenant:
    """An operator with a resident in one unit of each of two venues."""
    assert world
    return create_tenant(unique_name("Late"))


def test_a_resident_gets_the_same_text_on_a_network_that_comes_later(own_operator: Tenant) -> None:
    add_pool(own_operator)
    person = add_accepted_resident(own_operator, own_operator.units[0])

    run_issue_job(own_operator, add_pool(own_operator))

    assert len(keys_of(person)) == 2
    assert len(set(passphrases_seen_by(person))) == 1


def test_a_resident_without_a_key_gets_one(own_operator: Tenant) -> None:
    person = add_accepted_resident(own_operator, own_operator.units[0])

    run_issue_job(own_operator, add_pool(own_operator))

    assert len(passphrases_seen_by(person)) == 1


def test_a_network_of_one_venue_is_for_its_residents_alone(own_operator: Tenant) -> None:
    here, elsewhere = (add_accepted_resident(own_operator, unit) for unit in own_operator.units)

    run_issue_job(own_operator, add_pool(own_operator, VenueID=own_operator.venues[0].id))

    assert [len(passphrases_seen_by(person)) for person in (here, elsewhere)] == [1, 0]


def test_a_network_shown_at_one_more_unit_lets_the_same_key_in(own_operator: Tenant) -> None:
    second = add_unit(own_operator, own_operator.venues[0], "2")
    pool = add_pool(own_operator, Scope="local")
    person = add_accepted_resident(own_operator, own_operator.units[0])
    move_in(own_operator, second, person.email)
    show(pool, own_operator.units[0])
    run_issue_job(own_operator, pool)

    show(pool, second)
    run_issue_job(own_operator, pool)

    ((key,),) = [keys.values() for keys in keys_of(person).values()]
    assert {policy["UnitID_internal"] for policy in key["Policies"]} == {own_operator.units[0], second}


def show(pool: str, unit: str) -> None:
    """Connect a local keypool to a unit."""
    execute(queries.add_attachment(pool, unit))


def test_who_has_moved_out_gets_none(own_operator: Tenant) -> None:
    gone = {"StartDateTimeUTC.ISO8601": "2020-01-01T00:00:00Z", "EndDateTimeUTC.ISO8601": "2020-02-01T00:00:00Z"}
    person = add_accepted_resident(own_operator, own_operator.units[0], **gone)

    run_issue_job(own_operator, add_pool(own_operator))

    assert passphrases_seen_by(person) == []


def test_many_are_served_in_several_runs_and_bins_stay_bounded(
    own_operator: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_backfill, "MAX_PER_RUN", 4)
    monkeypatch.setattr(key_backfill, "PEOPLE_PER_WRITE", 2)
    monkeypatch.setattr(issuance, "BIN_CAPACITY", 3)
    monkeypatch.setattr("vault.subscribers.queries.SLOTS", 1)
    people = [add_accepted_resident(own_operator, own_operator.units[0]) for _ in range(7)]
    pool = add_pool(own_operator)

    for _ in range(2):
        run_issue_job(own_operator, pool)

    assert [len(passphrases_seen_by(person)) for person in people] == [1] * 7
    assert sorted(execute(__.V(pool).out(Edge.HAS_BIN).values("keys"))) == [0, 3, 4]
    assert execute(__.V(pool).out(Edge.OPEN_BIN).count()) == [1]


def test_a_repeated_run_adds_nothing(own_operator: Tenant) -> None:
    person = add_accepted_resident(own_operator, own_operator.units[0])
    pool = add_pool(own_operator)

    for _ in range(2):
        run_issue_job(own_operator, pool)

    assert len(passphrases_seen_by(person)) == 1


def test_a_message_of_nobody_comes_again() -> None:
    with pytest.raises(OperatorNotFound):
        issue_keys.handler.run(Context(), IssueKeys(operator="nobody", keypool="none"))
