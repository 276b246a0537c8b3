"""Signing out."""

import time

from functions.subscriberconsole import login, logout, refresh_access_token
from tests.factories import PASSWORD, World, add_staff
from tests.gateway import call
from tests.pending_residents import add_provider, call_without_token
from vault.kernel.permissions import Role


def test_every_token_of_the_person_is_dead_at_once(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    here = {"VenueID": world.mine.venues[0].id}
    elsewhere = call_without_token(login.handler, world.mine, {"EmailAddress": person.email, "Password": PASSWORD})
    tokens = elsewhere.body["AuthenticationResult"]

    out = call(logout.handler, person.access_token, here)

    assert (out.status, out.body["message"]) == (200, "User logged out.")
    assert call(logout.handler, tokens["AccessToken"], here).code == "TokenInvalid"
    refreshed = call(
        refresh_access_token.handler, tokens["AccessToken"], {"RefreshToken": tokens["RefreshToken"], **here}
    )
    assert refreshed.code == "TokenInvalid"


def test_who_signs_in_right_after_gets_a_token_that_lives(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    here = {"VenueID": world.mine.venues[0].id}
    time.sleep(1 - time.time() % 1)
    call(logout.handler, person.access_token, here)

    again = call_without_token(login.handler, world.mine, {"EmailAddress": person.email, "Password": PASSWORD})

    token = again.body["AuthenticationResult"]["AccessToken"]
    assert call(logout.handler, token, here).status == 200


def test_a_venue_of_another_operator_is_not_there(world: World) -> None:
    answer = call(logout.handler, world.mine.token("LeasingAgent"), {"VenueID": world.other.venues[0].id})

    assert (answer.status, answer.code) == (404, "VenueNotFound")


def test_nobody_cannot_sign_out(world: World) -> None:
    answer = call(logout.handler, "", {"VenueID": world.mine.venues[0].id})

    assert (answer.status, answer.code) == (401, "TokenMissing")


def test_the_providers_staff_sign_out(world: World) -> None:
    token = add_provider().access_token

    answers = [call(logout.handler, token, {"VenueID": world.mine.venues[0].id}) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 401]
