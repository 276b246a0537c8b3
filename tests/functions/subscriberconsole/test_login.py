"""Signing in."""

import socket

import pytest

from functions.subscriberconsole import accept_t_and_c, login, logout
from tests.factories import PASSWORD, World, add_staff
from tests.gateway import call, event, send
from tests.pending_residents import (
    add_pending_resident,
    call_without_token,
    events_of,
    set_person,
)
from vault.adapters import redis
from vault.kernel.permissions import Role
from vault.kernel.statuses import SUSPENDED


def test_an_email_address_and_the_password_open_the_console(world: World) -> None:
    person = world.mine.people["LeasingAgent"]

    answer = call_without_token(login.handler, world.mine, {"EmailAddress": person.email.upper(), "Password": PASSWORD})

    assert (answer.status, answer.body["SubscriberToken"]) == (200, person.token)
    assert (answer.body["GivenName"], answer.body["FamilyName"], answer.body["locale"]) == (
        "Pat",
        "LeasingAgent",
        "en-us",
    )
    assert answer.body["SupportedLocales"].keys() == {"en-us", "es-xl"}
    assert answer.body["AuthenticationResult"].keys() == {
        "AccessToken",
        "RefreshToken",
        "IdToken",
        "TokenType",
        "ExpiresIn",
    }
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_token_that_is_given_opens_other_endpoints_and_the_login_is_logged(world: World) -> None:
    person = add_staff(world.mine, Role.CUSTOMER_SUPPORT)
    signed_in = call_without_token(login.handler, world.mine, {"SubscriberToken": person.token, "Password": PASSWORD})

    out = call(
        logout.handler,
        signed_in.body["AuthenticationResult"]["AccessToken"],
        {"VenueID": world.mine.venues[0].id},
    )

    assert (signed_in.status, out.status) == (200, 200)
    assert events_of(person.token)[-2:] == ["Login", "Logout"]


def test_a_phone_number_and_the_password_open_the_console(world: World) -> None:
    person = add_pending_resident(world.mine, phone="+13055550142")
    proof = {"SubscriberToken": person.token, "TemporaryPassword": person.temporary_password, "NewPassword": PASSWORD}
    call_without_token(accept_t_and_c.handler, world.mine, proof)

    answer = call_without_token(login.handler, world.mine, {"PhoneNumber": "+1 (305) 555-0142", "Password": PASSWORD})

    assert answer.body["SubscriberToken"] == person.token


@pytest.mark.parametrize(
    "body",
    [
        {"EmailAddress": "nobody@metro.example", "Password": PASSWORD},
        {"PhoneNumber": "+13055550199", "Password": PASSWORD},
        {"SubscriberToken": "no-such-token", "Password": PASSWORD},
    ],
)
def test_nobody_is_refused_as_somebody_with_a_wrong_password_is(world: World, body: dict[str, str]) -> None:
    somebody = {"EmailAddress": world.mine.people["LeasingAgent"].email, "Password": "wrong-password"}

    refusals = [call_without_token(login.handler, world.mine, tried) for tried in (body, somebody)]

    assert [(answer.status, answer.code) for answer in refusals] == [(401, "SignInRefused")] * 2
    assert refusals[0].body == refusals[1].body


def test_who_has_yet_to_accept_the_terms_is_refused_alike(world: World) -> None:
    person = add_pending_resident(world.mine)

    answer = call_without_token(
        login.handler, world.mine, {"EmailAddress": person.email, "Password": person.temporary_password}
    )

    assert (answer.status, answer.code) == (401, "SignInRefused")


def test_another_operators_person_is_nobody_here(world: World) -> None:
    person = world.other.people["DomainAdministrator"]

    answers = [
        call_without_token(login.handler, world.mine, {name: value, "Password": PASSWORD})
        for name, value in (("EmailAddress", person.email), ("SubscriberToken", person.token))
    ]

    assert [answer.code for answer in answers] == ["SignInRefused"] * 2


def test_a_suspended_person_may_sign_in(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    set_person(person.token, status=SUSPENDED)

    answer = call_without_token(login.handler, world.mine, {"EmailAddress": person.email, "Password": PASSWORD})

    assert answer.status == 200


def test_the_first_of_several_names_counts(world: World) -> None:
    mine, theirs = (world.mine.people[role] for role in ("LeasingAgent", "AccountManager"))
    body = {"EmailAddress": mine.email, "SubscriberToken": theirs.token, "Password": PASSWORD}

    answer = call_without_token(login.handler, world.mine, body)

    assert answer.body["SubscriberToken"] == mine.token


@pytest.mark.parametrize("body", [{"Password": PASSWORD}, {}])
def test_a_name_is_needed(world: World, body: dict[str, str]) -> None:
    answer = call_without_token(login.handler, world.mine, body)

    assert answer.status == 400
    assert answer.body["message"] == "EmailAddress, PhoneNumber or SubscriberToken is required."
    assert answer.body["errors"][0]["field"] == "EmailAddress"


def test_a_password_is_needed(world: World) -> None:
    answer = call_without_token(login.handler, world.mine, {"EmailAddress": "somebody@metro.example"})

    assert (answer.status, answer.code, answer.body["message"]) == (400, "FieldMissing", "Password is required.")


def test_a_token_from_elsewhere_is_enough(world: World) -> None:
    person = world.mine.people["CustomerSupport"]

    answer = call_without_token(login.handler, world.mine, {"authorizationToken": person.access_token})

    assert (answer.status, answer.body["SubscriberToken"]) == (200, person.token)
    assert answer.body["AuthenticationResult"] == {"AccessToken": person.access_token, "TokenType": "Bearer"}


def test_a_token_that_does_not_verify_is_refused(world: World) -> None:
    head, payload, _ = world.mine.token("CustomerSupport").split(".")

    answer = call_without_token(login.handler, world.mine, {"authorizationToken": f"{head}.{payload}.c2lnbmVk"})

    assert (answer.status, answer.code) == (401, "TokenInvalid")


def test_another_operators_token_opens_nothing_at_this_console(world: World) -> None:
    answer = call_without_token(login.handler, world.mine, {"authorizationToken": world.other.token("CustomerSupport")})

    assert (answer.status, answer.code) == (403, "OriginRefused")


def test_a_stale_access_token_in_the_header_does_not_hinder(world: World) -> None:
    body = {"EmailAddress": world.mine.people["LeasingAgent"].email, "Password": PASSWORD, "AccessToken": "stale"}

    answer = call_without_token(login.handler, world.mine, body, authorization="Bearer stale")

    assert answer.status == 200


def test_the_providers_staff_sign_in_at_their_own_console(world: World) -> None:
    signed = event({"EmailAddress": world.provider.email, "Password": PASSWORD}, origin="https://provider.example")

    answer = send(login.handler, signed)

    assert answer.body["SubscriberToken"] == world.provider.token


def test_without_redis_logins_go_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    redis.client.cache_clear()
    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")
    body = {"EmailAddress": world.mine.people["LeasingAgent"].email, "Password": PASSWORD}

    answer = call_without_token(login.handler, world.mine, body)
    redis.client.cache_clear()

    assert answer.status == 200


def test_a_silent_redis_costs_a_login_one_time_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"EmailAddress": world.mine.people["LeasingAgent"].email, "Password": PASSWORD}
    with socket.create_server(("127.0.0.1", 0), backlog=32) as silent:
        monkeypatch.setenv("VAULT_REDIS_URL", f"redis://127.0.0.1:{silent.getsockname()[1]}")
        redis.client.cache_clear()

        answer = call_without_token(login.handler, world.mine, body)

        redis.client.cache_clear()
        silent.settimeout(0)
        silent.accept()
        with pytest.raises(BlockingIOError):
            silent.accept()
    assert answer.status == 200


def test_redis_never_holds_a_login_name(world: World) -> None:
    before = set(redis.client().keys("limit:*"))

    call_without_token(
        login.handler, world.mine, {"EmailAddress": "secretive@metro.example", "Password": "wrong-password"}
    )

    added = set(redis.client().keys("*")) - before
    stored = [*added, *(redis.client().get(key) for key in added if key.startswith("limit:"))]
    assert len(added) >= 3
    assert not any("secretive" in text or "metro.example" in text for text in stored)
