"""Accepting the terms."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.subscriberconsole import accept_t_and_c, login
from local.system import System
from tests.factories import World, unique_name
from tests.gateway import Answer
from tests.pending_residents import (
    PendingResident,
    add_pending_resident,
    add_resident_with_key,
    call_without_token,
    code_in,
    events_of,
    mails_to,
    messages_waiting,
    passphrases_of_person,
    person_properties,
    run_notifications_job,
    set_person,
)
from vault.adapters import cognito, redis
from vault.graph.connection import execute as written
from vault.graph.steps import __, with_properties
from vault.kernel.errors import Unavailable
from vault.operators.service import get_user_pool

CHOSEN = "my-own-Password-9"
WRONG = "bbbbbbbbbbbb"


def accept(world: World, person: PendingResident, temporary: str = "", chosen: str = CHOSEN) -> Answer:
    proof = {"EmailAddress": person.email, "TemporaryPassword": temporary or person.temporary_password}
    return call_without_token(accept_t_and_c.handler, world.mine, {**proof, "NewPassword": chosen})


def test_the_person_is_in_service_and_signs_in_with_the_new_password(world: World) -> None:
    person = add_pending_resident(world.mine)

    answer = accept(world, person)

    assert (answer.status, answer.body["message"]) == (200, "User verified. Password changed. Email verified.")
    kept = person_properties(person.token)
    assert kept["status"] == "In Service"
    assert "accepted_at" in kept
    assert not {"code", "code_kind", "code_expires_at", "code_attempts"} & kept.keys()
    user = cognito.get_user(get_user_pool(world.mine.operator), person.token)
    assert user is not None
    assert (user.status, user.attributes["email_verified"]) == ("CONFIRMED", "true")
    signed_in = call_without_token(login.handler, world.mine, {"EmailAddress": person.email, "Password": CHOSEN})
    assert signed_in.status == 200
    assert "Terms accepted" in events_of(person.token)


def test_the_password_becomes_the_key(world: World) -> None:
    person, chosen = add_resident_with_key(world.mine), unique_name("opens-the-door-")

    answer = accept(world, person, chosen=chosen)

    assert answer.status == 200
    assert passphrases_of_person(world.mine, person.token) == {chosen}


def test_the_operators_webhook_hears_of_it(world: World) -> None:
    person = add_pending_resident(world.mine)
    written(with_properties(__.V(world.mine.operator.id), webhook_url="https://metro.example/hook"))

    accept(world, person)

    response = [message for message in messages_waiting("webhooks") if message.get("subscriber") == person.token]
    assert [message["event"] for message in response] == ["LoginPasswordCreated"]


def test_the_mailed_temporary_password_is_the_one(world: World, system: System) -> None:
    person = add_pending_resident(world.mine)
    run_notifications_job()

    answer = accept(world, person, code_in(mails_to(system, person.email)[-1]))

    assert answer.status == 200


@pytest.mark.parametrize("name", ["PhoneNumber", "SubscriberToken"])
def test_phone_and_token_name_a_person_too(world: World, name: str) -> None:
    person = add_pending_resident(world.mine, phone=f"+1305555{unique_name('')[-4:]:0>4}")
    named = {"PhoneNumber": person.phone, "SubscriberToken": person.token}[name]
    proof = {name: named, "TemporaryPassword": person.temporary_password, "NewPassword": CHOSEN}

    answer = call_without_token(accept_t_and_c.handler, world.mine, proof)

    assert answer.status == 200


def test_a_wrong_password_and_nobody_are_refused_alike(world: World) -> None:
    nobody = PendingResident("", "nobody@metro.example", "", WRONG)

    refusals = [accept(world, person, WRONG) for person in (add_pending_resident(world.mine), nobody)]

    assert [(answer.status, answer.code) for answer in refusals] == [(401, "CodeRefused")] * 2
    assert refusals[0].body == refusals[1].body


def test_after_five_wrong_attempts_the_right_password_is_refused_too(world: World) -> None:
    person = add_pending_resident(world.mine)
    for _ in range(5):
        accept(world, person, WRONG)

    answer = accept(world, person)

    assert answer.code == "CodeRefused"
    assert events_of(person.token).count("Code refused") == 6


def test_wrong_attempts_at_once_are_all_counted(world: World) -> None:
    person = add_pending_resident(world.mine)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: accept(world, person, WRONG), range(4)))

    assert person_properties(person.token)["code_attempts"] == 4


def test_terms_are_accepted_once(world: World) -> None:
    person = add_pending_resident(world.mine)
    accept(world, person)

    again, guessed = accept(world, person), accept(world, person, WRONG)

    assert (again.status, again.code) == (400, "TermsAlreadyAccepted")
    assert guessed.code == "CodeRefused"
    assert events_of(person.token).count("Terms accepted") == 1


def test_an_expired_password_is_renewed_and_mailed(world: World, system: System) -> None:
    person = add_pending_resident(world.mine)
    set_person(person.token, code_expires_at=1)

    answer = accept(world, person)
    run_notifications_job()
    renewed = code_in(mails_to(system, person.email)[-1])

    assert (answer.status, answer.code) == (401, "TemporaryPasswordExpired")
    assert renewed != person.temporary_password
    assert accept(world, person, renewed).status == 200


def test_an_expired_password_that_is_wrong_tells_nothing(world: World) -> None:
    person = add_pending_resident(world.mine)
    set_person(person.token, code_expires_at=1)

    answer = accept(world, person, WRONG)

    assert answer.code == "CodeRefused"


@pytest.mark.parametrize(
    ("chosen", "code"), [("short", "KeyTextInvalid"), ("x" * 64, "KeyTextInvalid"), ("contraseña-9", "KeyTextInvalid")]
)
def test_a_password_that_cannot_be_a_key_is_refused(world: World, chosen: str, code: str) -> None:
    answer = accept(world, add_pending_resident(world.mine), chosen=chosen)

    assert (answer.status, answer.code) == (400, code)


def test_a_password_that_is_somebodys_key_is_refused_and_counts_as_an_attempt(world: World) -> None:
    taken, chosen = add_resident_with_key(world.mine), unique_name("collides-with-me-")
    accept(world, taken, chosen=chosen)
    person = add_resident_with_key(world.mine)

    answer = accept(world, person, chosen=chosen)

    assert (answer.status, answer.code) == (400, "PasswordCollides")
    assert person_properties(person.token)["code_attempts"] == 1
    assert accept(world, person, chosen=unique_name("another-one-")).status == 200


def test_two_who_accept_at_once_leave_one_password(world: World) -> None:
    person = add_pending_resident(world.mine)

    with ThreadPoolExecutor(2) as threads:
        answers = list(
            threads.map(lambda chosen: accept(world, person, chosen=chosen), ["first-one-1", "second-one-2"])
        )

    won = [
        chosen for chosen, answer in zip(["first-one-1", "second-one-2"], answers, strict=True) if answer.status == 200
    ]
    assert len(won) == 1
    body = {"EmailAddress": person.email, "Password": won[0]}
    assert call_without_token(login.handler, world.mine, body).status == 200


def test_a_suspended_person_stays_suspended(world: World) -> None:
    person = add_pending_resident(world.mine)
    set_person(person.token, status="Suspended")

    accept(world, person)

    assert person_properties(person.token)["status"] == "Suspended"


def test_tries_of_one_name_are_limited(world: World) -> None:
    nobody = PendingResident("", f"{unique_name('nobody')}@metro.example", "", WRONG)

    codes = [accept(world, nobody).code for _ in range(11)]

    assert codes == ["CodeRefused"] * 10 + ["TooManyRequests"]


def test_without_redis_no_code_is_checked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person = add_pending_resident(world.mine)
    redis.client.cache_clear()
    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")

    answer = accept(world, person)
    redis.client.cache_clear()

    assert (answer.status, answer.code) == (503, "Unavailable")
    assert person_properties(person.token)["status"] == "AUP not accepted"


def test_a_retry_completes_what_died_after_cognito(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person, chosen = add_resident_with_key(world.mine), unique_name("taken-up-again-")
    with monkeypatch.context() as patch:
        patch.setattr("vault.sessions.passwords.keys.switch_passphrase", dies)
        assert accept(world, person, chosen=chosen).status == 503

    answer = accept(world, person, chosen=chosen)

    assert answer.status == 200
    assert passphrases_of_person(world.mine, person.token) == {chosen}


def dies(*_: object) -> None:
    raise Unavailable(service="test")


def test_another_operators_person_is_nobody_here(world: World) -> None:
    answer = accept(world, add_pending_resident(world.other))

    assert answer.code == "CodeRefused"
