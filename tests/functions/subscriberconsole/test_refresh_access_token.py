"""Refreshing access tokens."""

import time
from types import SimpleNamespace

import pytest

from functions.subscriberconsole import login, logout, refresh_access_token
from tests.factories import PASSWORD, Persona, World, add_staff
from tests.gateway import Answer, call
from tests.pending_residents import call_without_token, set_person
from vault.kernel.permissions import Role
from vault.runtime import access_tokens as runtime_tokens


def tokens_of(world: World, person: Persona) -> dict[str, str]:
    signed_in = call_without_token(login.handler, world.mine, {"EmailAddress": person.email, "Password": PASSWORD})
    return dict(signed_in.body["AuthenticationResult"])


def refresh(world: World, tokens: dict[str, str], refresh_token: str = "") -> Answer:
    body = {"RefreshToken": refresh_token or tokens["RefreshToken"], "VenueID": world.mine.venues[0].id}
    return call(refresh_access_token.handler, tokens["AccessToken"], body)


def test_new_tokens_work_and_the_refresh_token_is_another_one(world: World) -> None:
    tokens = tokens_of(world, add_staff(world.mine, Role.LEASING_AGENT))

    answer = refresh(world, tokens)

    renewed = answer.body["AuthenticationResult"]
    assert answer.status == 200
    assert renewed["RefreshToken"] != tokens["RefreshToken"]
    assert "IdToken" in renewed
    assert refresh(world, renewed).status == 200


def test_an_expired_access_token_still_says_who_it_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = tokens_of(world, add_staff(world.mine, Role.LEASING_AGENT))
    late = time.time() + 7200

    with monkeypatch.context() as patch:
        patch.setattr(runtime_tokens, "time", SimpleNamespace(time=lambda: late, monotonic=time.monotonic))
        answers = [
            refresh(world, tokens),
            call(logout.handler, tokens["AccessToken"], {"VenueID": world.mine.venues[0].id}),
        ]

    assert [(answer.status, answer.code) for answer in answers] == [(200, ""), (401, "TokenInvalid")]


def test_another_persons_refresh_token_is_refused(world: World) -> None:
    mine, theirs = (tokens_of(world, add_staff(world.mine, Role.LEASING_AGENT)) for _ in range(2))

    answer = refresh(world, mine, theirs["RefreshToken"])

    assert (answer.status, answer.code) == (401, "SignInRefused")
    assert "AuthenticationResult" not in answer.body


def test_a_text_that_is_no_refresh_token_is_refused(world: World) -> None:
    tokens = tokens_of(world, world.mine.people["CustomerSupport"])

    answer = refresh(world, tokens, "nothing of the sort")

    assert (answer.status, answer.code) == (401, "SignInRefused")


def test_after_a_sign_out_nothing_is_refreshed(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    tokens = tokens_of(world, person)
    set_person(person.token, signed_out_at=int(time.time()))

    answer = refresh(world, tokens)

    assert (answer.status, answer.code) == (401, "TokenInvalid")


def test_a_venue_of_another_operator_is_not_there(world: World) -> None:
    body = {"RefreshToken": "any", "VenueID": world.other.venues[0].id}

    answer = call(refresh_access_token.handler, world.mine.token("CustomerSupport"), body)

    assert (answer.status, answer.code) == (404, "VenueNotFound")
