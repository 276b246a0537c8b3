"""Resets of a key at once, and killed between two steps."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.faults.harness import Killed, haunted
from tests.gateway import Answer
from tests.keys.test_passwords import holder_of
from tests.resets import given_whole, key_ids, matched, pmks, reset, signs_in
from tests.residents import add_pool, settled, texts_of
from tests.world import PASSWORD, Persona, Tenant, World, fresh, tenant
from vault.adapters import cognito, redis
from vault.keys import texts


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own, with two networks."""
    assert world
    made = tenant(fresh("Reset"))
    add_pool(made)
    add_pool(made)
    return made


@pytest.fixture
def person(estate: Tenant) -> Persona:
    """A resident with a key on both networks."""
    return settled(estate, estate.units[0])


def test_while_one_reset_is_on_its_way_another_is_told(
    estate: Tenant, person: Persona, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_id, text, told, set_password = key_ids(person)[0], fresh("First-"), [], cognito.set_password

    def meanwhile(*given: Any) -> None:
        told.append(reset(person, key_id, NewKey=fresh("Second-")))
        set_password(*given)

    monkeypatch.setattr(cognito, "set_password", meanwhile)
    first = reset(person, key_id, NewKey=text)

    assert (first.status, [(each.status, each.code) for each in told]) == (200, [(429, "TooManyRequests")])
    assert texts_of(person) == [text] * 2
    assert signs_in(estate, person, text)


@pytest.mark.parametrize("whole", [True, False])
def test_of_resets_at_once_one_wins_and_the_others_are_told(estate: Tenant, person: Persona, *, whole: bool) -> None:
    key_id = given_whole(estate, person)[0] if whole else key_ids(person)[0]
    wanted, gate = [fresh("At-once-") for _ in range(4)], threading.Barrier(4)

    def racing(text: str) -> Answer:
        gate.wait()
        return reset(person, key_id, NewKey=text)

    with ThreadPoolExecutor(4) as threads:
        answers = dict(zip(wanted, threads.map(racing, wanted), strict=True))

    (winner,) = (text for text, told in answers.items() if told.status == 200)
    assert {told.code for told in answers.values()} == {"", "TooManyRequests"}
    assert texts_of(person).count(winner) == 2
    assert pmks(person, winner) <= matched(estate, person)
    assert signs_in(estate, person, PASSWORD if whole else winner)


def test_the_same_wish_at_once_leaves_keys_and_password_in_step(estate: Tenant, person: Persona) -> None:
    key_id = key_ids(person)[0]

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: reset(person, key_id, UserPartForNewKey="twice-"), range(3)))

    (text,) = set(texts_of(person))
    assert {told.status for told in answers} == {200}
    assert matched(estate, person) == pmks(person, text)
    assert signs_in(estate, person, text)


def points(estate: Tenant) -> Iterator[int]:
    """The fault points that a reset passes."""
    person = settled(estate, estate.units[0])
    key_id = key_ids(person)[0]
    with haunted() as reaper:
        reset(person, key_id, NewKey=fresh("Counted-"))
    yield from range(reaper.passed)


def test_a_reset_killed_anywhere_leaves_the_old_key_or_the_new_one_and_is_completed(estate: Tenant) -> None:
    for point in points(estate):
        person = settled(estate, estate.units[0])
        key_id, old, text = key_ids(person)[0], texts_of(person)[0], fresh("Killed-")

        with haunted(point), pytest.raises(Killed):
            reset(person, key_id, NewKey=text)

        (now,) = set(texts_of(person))
        assert now in {old, text}
        assert matched(estate, person) == pmks(person, now)
        assert reset(person, key_id, NewKey=text).status == 200
        assert (set(texts_of(person)), signs_in(estate, person, text)) == ({text}, True)


def test_a_retry_takes_up_the_key_that_a_crash_left_pending(estate: Tenant, person: Persona) -> None:
    key_id, other = key_ids(person)[0], settled(estate, estate.units[0])
    others = key_ids(other)[0]
    with haunted() as reaper:
        reset(other, others, UserPartForNewKey="kept-")
    with haunted(reaper.places.index("before aws")), pytest.raises(Killed):
        reset(person, key_id, UserPartForNewKey="kept-")
    pending = {texts.texts_of(estate.operator, key)[1] for key in holder_of(person).keys}

    reset(person, key_id, UserPartForNewKey="kept-")

    assert set(texts_of(person)) == pending


def test_without_redis_no_key_is_reset(person: Persona, monkeypatch: pytest.MonkeyPatch) -> None:
    key_id = key_ids(person)[0]
    redis.client.cache_clear()
    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")

    told = reset(person, key_id, UserPartForNewKey="")
    redis.client.cache_clear()

    assert (told.status, told.code) == (503, "Unavailable")
