"""How failed logins hold back the next ones, and what the operator's log says of them."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from functions.networkoperatorconsole.equipment import list_operator_log
from functions.subscriberconsole import login
from tests.factories import PASSWORD, Persona, World, add_staff, unique_name
from tests.faults.harness import Killed
from tests.gateway import Answer, call
from tests.pending_residents import add_pending_resident, call_without_token, unique_source_address
from vault.adapters import cognito, redis
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __
from vault.kernel.permissions import Role
from vault.limits import model as limits
from vault.limits.model import Limit

WRONG = "wrong-password"
SPELLINGS = ["312 555-{}", "312.555 {}", "3 12555{}", "+1 (312) 555-{}", "(312) 555 {}", "312555{}", "+1312-555-{}"]


def log_in(world: World, source: str = "", password: str = WRONG, **names: str) -> Answer:
    return call_without_token(login.handler, world.mine, {**names, "Password": password}, source)


def fail(world: World, person: Persona, times: int = limits.FREE_FAILURES + 1) -> str:
    """Fail to log in as a person, from one new source, which is returned."""
    source = unique_source_address()
    codes = [log_in(world, source, EmailAddress=person.email).code for _ in range(times)]
    assert codes == ["SignInRefused"] * times
    return source


def failures_logged(subscriber: str | None, source: str) -> list[int]:
    """The numbers of failures in the operator's log, oldest first."""
    entries = __.V().has(Prop.SOURCE_IP, source).has(Prop.EVENT, "Login failed").order().by(Prop.WHEN).element_map()
    rows = execute(entries, "LOG")
    assert all(row.get(Prop.SUBSCRIBER) == subscriber for row in rows)
    return [json.loads(row[Prop.DETAIL])["failures"] for row in rows]


def test_failed_logins_make_everybody_wait_longer_and_longer(world: World) -> None:
    body = {"EmailAddress": "often@metro.example", "Password": WRONG}

    answers = [call_without_token(login.handler, world.mine, body) for _ in range(7)]

    assert [answer.code for answer in answers[:6]] == ["SignInRefused"] * 6
    assert (answers[6].status, answers[6].code) == (429, "TooManyRequests")
    assert answers[6].headers["Retry-After"] in {"1", "2"}


def test_the_right_password_does_not_shorten_the_wait(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    for _ in range(6):
        call_without_token(login.handler, world.mine, {"EmailAddress": person.email, "Password": WRONG})

    early = call_without_token(login.handler, world.mine, {"EmailAddress": person.email, "Password": PASSWORD})
    time.sleep(int(early.headers["Retry-After"]))
    later = call_without_token(login.handler, world.mine, {"EmailAddress": person.email, "Password": PASSWORD})

    assert (early.status, later.status) == (429, 200)


def test_correct_logins_at_once_do_not_hinder_each_other(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    body = {"EmailAddress": person.email, "Password": PASSWORD}

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: call_without_token(login.handler, world.mine, body), range(10)))

    assert [answer.status for answer in answers] == [200] * 10


@pytest.mark.parametrize("is_one_source", [True, False])
def test_guesses_at_once_are_few_and_then_everybody_waits(world: World, *, is_one_source: bool) -> None:
    person, source = add_staff(world.mine, Role.LEASING_AGENT), unique_source_address() if is_one_source else ""

    with ThreadPoolExecutor(24) as threads:
        answers = list(threads.map(lambda _: log_in(world, source, EmailAddress=person.email), range(24)))

    guessed = [answer.code for answer in answers].count("SignInRefused")
    assert limits.FREE_FAILURES <= guessed <= limits.MAX_CONCURRENT_TRIES
    assert {answer.status for answer in answers} == {401, 429}
    longest = limits.MAX_PAUSE_SECONDS if is_one_source else limits.MAX_PAUSE_ELSEWHERE_SECONDS
    right = log_in(world, source, PASSWORD, EmailAddress=person.email)
    assert int(right.headers["Retry-After"]) >= min(limits.pause_seconds(guessed), longest) - 2


def test_a_try_that_died_does_not_count_for_ever(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    body = {"EmailAddress": person.email, "Password": PASSWORD}
    monkeypatch.setattr(limits, "MAX_CONCURRENT_TRIES", 1)
    monkeypatch.setattr(limits, "TRY_TIMEOUT_SECONDS", 1)
    with monkeypatch.context() as patch, suppress(Killed):
        patch.setattr(cognito, "sign_in", dies)
        call_without_token(login.handler, world.mine, body)

    while_it_counts = call_without_token(login.handler, world.mine, body)
    time.sleep(1.1)
    later = call_without_token(login.handler, world.mine, body)

    assert (while_it_counts.status, later.status) == (429, 200)


def dies(*_: object) -> None:
    raise Killed


def test_logins_from_one_source_are_limited(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LOGINS_PER_SOURCE", Limit("login_source", 2, 300))
    source = unique_source_address()
    bodies = [{"EmailAddress": f"{unique_name('guess')}@metro.example", "Password": PASSWORD} for _ in range(3)]

    answers = [call_without_token(login.handler, world.mine, body, source) for body in bodies]

    assert [answer.code for answer in answers] == ["SignInRefused", "SignInRefused", "TooManyRequests"]
    assert 290 <= int(answers[2].headers["Retry-After"]) <= 300


@pytest.mark.parametrize("is_known", [True, False])
def test_spellings_of_a_phone_number_are_one_name(world: World, *, is_known: bool) -> None:
    last_four = {True: "0142", False: "0143"}[is_known]
    if is_known:
        add_pending_resident(world.mine, phone=f"+1312555{last_four}")
    source = unique_source_address()

    codes = [log_in(world, source, PhoneNumber=spelling.format(last_four)).code for spelling in SPELLINGS]

    assert codes == ["SignInRefused"] * 6 + ["TooManyRequests"]


def test_the_three_names_of_a_person_are_one(world: World) -> None:
    person = add_pending_resident(world.mine, phone="+13125550144")
    names = {"EmailAddress": person.email, "PhoneNumber": person.phone, "SubscriberToken": person.token}
    source = unique_source_address()
    for name, text in [*names.items(), *names.items()]:
        log_in(world, source, **{name: text})

    answers = [log_in(world, source, **{name: text}) for name, text in names.items()]

    assert [answer.code for answer in answers] == ["TooManyRequests"] * 3


def test_elsewhere_a_stranger_keeps_nobody_out_for_long(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    monkeypatch.setattr(limits, "pause_seconds", lambda failures: 600 if failures > limits.FREE_FAILURES else 0)

    guessing = fail(world, person)

    there, elsewhere = (log_in(world, source, PASSWORD, EmailAddress=person.email) for source in (guessing, ""))
    assert (there.status, elsewhere.status) == (429, 429)
    assert int(there.headers["Retry-After"]) > 590
    assert int(elsewhere.headers["Retry-After"]) <= limits.MAX_PAUSE_ELSEWHERE_SECONDS


def test_a_source_from_which_the_person_signed_in_does_not_wait_for_a_stranger(world: World) -> None:
    person, home = add_staff(world.mine, Role.LEASING_AGENT), unique_source_address()
    log_in(world, home, PASSWORD, EmailAddress=person.email)
    fail(world, person)

    answers = [log_in(world, source, PASSWORD, SubscriberToken=person.token) for source in (home, "")]

    assert [answer.status for answer in answers] == [200, 429]


def test_at_that_source_failures_make_the_person_wait(world: World) -> None:
    person, home = add_staff(world.mine, Role.LEASING_AGENT), unique_source_address()
    log_in(world, home, PASSWORD, EmailAddress=person.email)
    for _ in range(6):
        log_in(world, home, EmailAddress=person.email)

    answer = log_in(world, home, PASSWORD, EmailAddress=person.email)

    assert answer.status == 429


def test_logins_with_one_name_from_one_source_are_limited(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LOGINS_PER_NAME", Limit("login_name", 2, 300))
    person, source = add_staff(world.mine, Role.LEASING_AGENT), unique_source_address()

    answers = [log_in(world, place, PASSWORD, EmailAddress=person.email) for place in (source, source, source, "")]

    assert [answer.status for answer in answers] == [200, 200, 429, 200]
    assert 290 <= int(answers[2].headers["Retry-After"]) <= 300


def test_a_failed_login_stands_in_the_operators_log(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)

    source = fail(world, person)

    assert failures_logged(person.token, source) == [1]
    logged = call(list_operator_log.handler, world.mine.token("DomainAdministrator"))
    assert any("Login failed" in str(entry) and source in str(entry) for entry in logged.body["log"])


def test_a_failed_login_with_an_unknown_name_is_logged_without_the_name(world: World) -> None:
    source, address = unique_source_address(), f"{unique_name('mistyped')}@metro.example"

    log_in(world, source, EmailAddress=address)

    assert failures_logged(None, source) == [1]
    entries = execute(__.V().has(Prop.SOURCE_IP, source).element_map(), "LOG")
    assert address.partition("@")[0] not in str(entries)


def test_further_failures_are_counted_in_the_next_entry(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person, source = add_staff(world.mine, Role.LEASING_AGENT), unique_source_address()
    monkeypatch.setattr(limits, "LOG_INTERVAL_SECONDS", 0.5)
    for _ in range(3):
        log_in(world, source, EmailAddress=person.email)
    at_first = failures_logged(person.token, source)

    time.sleep(0.5)
    log_in(world, source, EmailAddress=person.email)

    assert (at_first, failures_logged(person.token, source)) == ([1], [1, 3])


def test_without_redis_every_failed_login_is_logged(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person, source = add_staff(world.mine, Role.LEASING_AGENT), unique_source_address()
    redis.client.cache_clear()
    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")

    answers = [log_in(world, source, EmailAddress=person.email) for _ in range(2)]
    redis.client.cache_clear()

    assert [answer.code for answer in answers] == ["SignInRefused"] * 2
    assert failures_logged(person.token, source) == [1, 1]


def test_a_flood_of_names_and_sources_leaves_little_in_redis(world: World) -> None:
    before = set(redis.client().keys("*"))

    for _ in range(5):
        log_in(world, EmailAddress=f"{unique_name('flood')}@metro.example")

    added = set(redis.client().keys("*")) - before
    assert sum(redis.client().memory_usage(key) for key in added) <= 5 * 400
    assert max(redis.client().ttl(key) for key in added) <= limits.FREE_FAILURES_TTL_SECONDS
