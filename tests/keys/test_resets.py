"""Concurrent resets of a key, and resets killed between two steps."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.factories import PASSWORD, Persona, Tenant, World, create_tenant, unique_name
from tests.faults.harness import Killed, inject_faults
from tests.gateway import Answer
from tests.keys.test_passwords import holder_of
from tests.resets import add_custom_key, expected_pmks, key_ids, recognized_pmks, reset_key, signs_in
from tests.residents import add_accepted_resident, add_pool, passphrases_seen_by
from vault.adapters import cognito, redis
from vault.keys import passphrases


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    """An operator of this module, with two keypools."""
    assert world
    made = create_tenant(unique_name("Reset"))
    add_pool(made)
    add_pool(made)
    return made


@pytest.fixture
def person(own_operator: Tenant) -> Persona:
    """A resident with a key of both keypools."""
    return add_accepted_resident(own_operator, own_operator.units[0])


def test_while_one_reset_is_on_its_way_another_is_told(
    own_operator: Tenant, person: Persona, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_id, text, response, set_password = key_ids(person)[0], unique_name("First-"), [], cognito.set_password

    def meanwhile(*given: Any) -> None:
        response.append(reset_key(person, key_id, NewKey=unique_name("Second-")))
        set_password(*given)

    monkeypatch.setattr(cognito, "set_password", meanwhile)
    first = reset_key(person, key_id, NewKey=text)

    assert (first.status, [(each.status, each.code) for each in response]) == (200, [(429, "TooManyRequests")])
    assert passphrases_seen_by(person) == [text] * 2
    assert signs_in(own_operator, person, text)


@pytest.mark.parametrize("whole", [True, False])
def test_of_resets_at_once_one_wins_and_the_others_are_told(
    own_operator: Tenant, person: Persona, *, whole: bool
) -> None:
    """One that comes when another is done wins after it."""
    key_id = add_custom_key(own_operator, person)[0] if whole else key_ids(person)[0]
    wanted, gate = [unique_name("At-once-") for _ in range(4)], threading.Barrier(4)

    def racing(text: str) -> Answer:
        gate.wait()
        return reset_key(person, key_id, NewKey=text)

    with ThreadPoolExecutor(4) as threads:
        answers = dict(zip(wanted, threads.map(racing, wanted), strict=True))

    shown = passphrases_seen_by(person)
    (winner,) = (text for text, response in answers.items() if response.status == 200 and shown.count(text) == 2)
    assert {response.code for response in answers.values()} <= {"", "TooManyRequests"}
    assert expected_pmks(person, winner) <= recognized_pmks(own_operator, person)
    assert signs_in(own_operator, person, PASSWORD if whole else winner)


def test_the_same_wish_at_once_leaves_keys_and_password_in_step(own_operator: Tenant, person: Persona) -> None:
    key_id = key_ids(person)[0]

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: reset_key(person, key_id, UserPartForNewKey="twice-"), range(3)))

    (text,) = set(passphrases_seen_by(person))
    assert {response.status for response in answers} == {200}
    assert recognized_pmks(own_operator, person) == expected_pmks(person, text)
    assert signs_in(own_operator, person, text)


def points(own_operator: Tenant) -> Iterator[int]:
    """The fault points of a reset."""
    person = add_accepted_resident(own_operator, own_operator.units[0])
    key_id = key_ids(person)[0]
    with inject_faults() as injector:
        reset_key(person, key_id, NewKey=unique_name("Counted-"))
    yield from range(injector.points_passed)


def test_a_reset_killed_anywhere_leaves_the_old_key_or_the_new_one_and_is_completed(own_operator: Tenant) -> None:
    for point in points(own_operator):
        person = add_accepted_resident(own_operator, own_operator.units[0])
        key_id, old, text = key_ids(person)[0], passphrases_seen_by(person)[0], unique_name("Killed-")

        with inject_faults(point), pytest.raises(Killed):
            reset_key(person, key_id, NewKey=text)

        (now,) = set(passphrases_seen_by(person))
        assert now in {old, text}
        assert recognized_pmks(own_operator, person) == expected_pmks(person, now)
        assert reset_key(person, key_id, NewKey=text).status == 200
        assert (set(passphrases_seen_by(person)), signs_in(own_operator, person, text)) == ({text}, True)


def test_a_retry_takes_up_the_key_that_a_crash_left_pending(own_operator: Tenant, person: Persona) -> None:
    key_id, other = key_ids(person)[0], add_accepted_resident(own_operator, own_operator.units[0])
    others = key_ids(other)[0]
    with inject_faults() as injector:
        reset_key(other, others, UserPartForNewKey="kept-")
    with inject_faults(injector.places.index("before aws")), pytest.raises(Killed):
        reset_key(person, key_id, UserPartForNewKey="kept-")
    pending = {passphrases.passphrases_of(own_operator.operator, key)[1] for key in holder_of(person).keys}

    reset_key(person, key_id, UserPartForNewKey="kept-")

    assert set(passphrases_seen_by(person)) == pending


def test_without_redis_no_key_is_reset(person: Persona, monkeypatch: pytest.MonkeyPatch) -> None:
    key_id = key_ids(person)[0]
    redis.client.cache_clear()
    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")

    response = reset_key(person, key_id, UserPartForNewKey="")
    redis.client.cache_clear()

    assert (response.status, response.code) == (503, "Unavailable")
