"""Setting a new password after a reset."""

import pytest

from functions.subscriberconsole import accept_t_and_c, list_keys, login
from functions.subscriberconsole import confirm_reset_console_password as confirm
from functions.subscriberconsole import initiate_reset_console_password as initiate
from functions.subscriberconsole import refresh_access_token as refresh
from local.system import System
from tests.factories import PASSWORD, Persona, World, add_staff, unique_name
from tests.gateway import Answer, call
from tests.pending_residents import (
    add_pending_resident,
    add_resident_with_key,
    call_without_token,
    code_in,
    mail_text,
    mails_to,
    passphrases_of_person,
    run_notifications_job,
    set_person,
)
from vault.adapters import redis
from vault.kernel.permissions import Role

CHOSEN = "another-Password-3"
WRONG = "BBBBBBBB"


def asked(system: System, person: Persona) -> str:
    """The code that a person has requested and received."""
    call(initiate.handler, person.access_token, {"SubscriberToken": person.token})
    run_notifications_job()
    return code_in(mails_to(system, person.email)[-1])


def set_password(world: World, token: str, code: str, chosen: str = CHOSEN, access_token: str = "") -> Answer:
    body = {"AccessToken": access_token, "SubscriberToken": token, "OTP": code, "NewPassword": chosen}
    return call_without_token(confirm.handler, world.mine, body)


def test_the_code_sets_the_password_without_a_token_and_a_mail_says_so(world: World, system: System) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    code = asked(system, person)

    answer = set_password(world, person.token, code)
    run_notifications_job()

    assert (answer.status, answer.body["message"]) == (200, "Password changed.")
    signed_in = call_without_token(login.handler, world.mine, {"EmailAddress": person.email, "Password": CHOSEN})
    assert signed_in.status == 200
    assert "was changed" in mail_text(mails_to(system, person.email)[-1])


def test_the_password_becomes_the_key(world: World, system: System) -> None:
    person = add_resident_with_key(world.mine)
    proof = {
        "EmailAddress": person.email,
        "TemporaryPassword": person.temporary_password,
        "NewPassword": unique_name("first-"),
    }
    call_without_token(accept_t_and_c.handler, world.mine, proof)
    call(initiate.handler, world.mine.token("DomainAdministrator"), {"SubscriberToken": person.token})
    run_notifications_job()

    answer = set_password(world, person.token, code_in(mails_to(system, person.email)[-1]), "becomes-the-key-1")

    assert answer.status == 200
    assert passphrases_of_person(world.mine, person.token) == {"becomes-the-key-1"}


def test_every_session_of_the_person_ends_at_once(world: World, system: System) -> None:
    person, here = add_staff(world.mine, Role.LEASING_AGENT), {"VenueID": world.mine.venues[0].id}
    named = {"EmailAddress": person.email}
    old = call_without_token(login.handler, world.mine, {**named, "Password": PASSWORD}).body["AuthenticationResult"]

    set_password(world, person.token, asked(system, person))
    new = call_without_token(login.handler, world.mine, {**named, "Password": CHOSEN}).body["AuthenticationResult"]

    refreshing = {"RefreshToken": old["RefreshToken"], **here}
    answers = [call(refresh.handler, tokens["AccessToken"], refreshing) for tokens in (old, new)]
    assert [answer.code for answer in answers] == ["TokenInvalid", "SignInRefused"]
    assert call(list_keys.handler, person.access_token).code == "TokenInvalid"
    assert call(list_keys.handler, new["AccessToken"]).status == 200


def test_a_used_code_is_refused(world: World, system: System) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    code = asked(system, person)

    answers = [set_password(world, person.token, code) for _ in range(2)]

    assert [(answer.status, answer.code) for answer in answers] == [(200, ""), (401, "CodeRefused")]


@pytest.mark.parametrize("token", ["", "no-such-person"])
def test_a_wrong_code_and_nobody_are_refused_alike(world: World, system: System, token: str) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    asked(system, person)

    answer = set_password(world, token or person.token, WRONG)

    assert (answer.status, answer.code) == (401, "CodeRefused")
    assert answer.body["message"] == "The code or temporary password is not valid."


def test_an_expired_code_is_refused(world: World, system: System) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    code = asked(system, person)
    set_person(person.token, code_expires_at=1)

    answer = set_password(world, person.token, code)

    assert answer.code == "CodeRefused"


def test_after_five_wrong_codes_the_right_one_is_refused(world: World, system: System) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    code = asked(system, person)
    for _ in range(5):
        set_password(world, person.token, WRONG)

    answer = set_password(world, person.token, code)

    assert answer.code == "CodeRefused"


def test_a_temporary_password_is_no_reset_code(world: World) -> None:
    person = add_pending_resident(world.mine)

    answer = set_password(world, person.token, person.temporary_password[:8])

    assert answer.code == "CodeRefused"


def test_ones_own_token_may_come_and_anothers_may_not(world: World, system: System) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    code = asked(system, person)

    theirs = set_password(world, person.token, code, access_token=world.mine.token("DomainAdministrator"))
    own = set_password(world, person.token, code, access_token=person.access_token)

    assert [(answer.status, answer.code) for answer in (theirs, own)] == [(403, "AccessDenied"), (200, "")]


@pytest.mark.parametrize("code", ["short", "far-too-long"])
def test_a_code_has_eight_characters(world: World, code: str) -> None:
    answer = set_password(world, world.mine.people["LeasingAgent"].token, code)

    assert (answer.status, answer.code) == (400, "FieldInvalid")


def test_a_password_that_is_somebodys_key_is_refused(world: World, system: System) -> None:
    taken, person = (add_resident_with_key(world.mine) for _ in range(2))
    chosen = unique_name("taken-already-")
    for somebody, password in ((taken, chosen), (person, unique_name("still-free-"))):
        named = {"EmailAddress": somebody.email, "TemporaryPassword": somebody.temporary_password}
        call_without_token(accept_t_and_c.handler, world.mine, {**named, "NewPassword": password})
    call(initiate.handler, world.mine.token("DomainAdministrator"), {"SubscriberToken": person.token})
    run_notifications_job()

    answer = set_password(world, person.token, code_in(mails_to(system, person.email)[-1]), chosen)

    assert (answer.status, answer.code) == (400, "PasswordCollides")


def test_tries_for_one_person_are_limited(world: World) -> None:
    token = unique_name("nobody")

    codes = [set_password(world, token, WRONG).code for _ in range(11)]

    assert codes == ["CodeRefused"] * 10 + ["TooManyRequests"]


def test_without_redis_no_code_is_checked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    redis.client.cache_clear()
    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")

    answer = set_password(world, world.mine.people["LeasingAgent"].token, WRONG, PASSWORD)
    redis.client.cache_clear()

    assert (answer.status, answer.code) == (503, "Unavailable")
