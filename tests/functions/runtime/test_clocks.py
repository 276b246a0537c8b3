"""Tokens whose issuer has another clock, and sign-outs that end them."""

import time

import pytest

from functions.subscriberconsole import logout
from tests.functions.runtime.house import House, refused
from tests.functions.runtime.probes import me
from tests.gateway import call
from vault.adapters import cognito
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel.ids import subscriber_id
from vault.runtime import access_tokens


@pytest.mark.parametrize("seconds", [1, 30, 59])
def test_a_token_of_an_issuer_whose_clock_is_ahead_is_believed(house: House, seconds: int) -> None:
    ahead = int(time.time()) + seconds

    assert call(me, house.token(iat=ahead, auth_time=ahead, nbf=ahead)).status == 200


@pytest.mark.parametrize("member", ["iat", "nbf"])
def test_a_clock_is_ahead_by_a_minute_at_the_most(house: House, member: str) -> None:
    assert refused(house.token(**{member: int(time.time()) + access_tokens.LEEWAY_SECONDS + 5}))


def test_a_token_lives_no_second_longer_than_it_says(house: House) -> None:
    assert refused(house.token(exp=int(time.time())))


def test_a_sign_out_ends_the_callers_token_though_it_begins_later_by_the_issuers_clock(house: House) -> None:
    ahead = int(time.time()) + 30
    token = house.token(iat=ahead, auth_time=ahead)

    out = call(logout.handler, token, {"VenueID": house.tenant.venues[0].id})

    assert (out.status, out.body["message"]) == (200, "User logged out.")
    assert refused(token)
    assert refused(house.token(iat=ahead, auth_time=ahead - 1))


def test_a_sign_out_ends_other_sessions_by_the_issuers_clock(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = int(time.time()) + 30
    other = house.token(iat=ahead, auth_time=ahead)
    monkeypatch.setattr(cognito, "sign_out", lambda *_: ahead)

    call(logout.handler, house.token(), {"VenueID": house.tenant.venues[0].id})

    assert refused(other)
    assert call(me, house.token(iat=ahead + 1, auth_time=ahead + 1)).status == 200


def test_what_was_issued_before_somebody_signed_out_is_dead_at_once(house: House) -> None:
    moment = int(time.time())
    execute(with_properties(__.V(subscriber_id(house.person.token)), **{Prop.SIGNED_OUT_AT: moment - 100}))

    assert refused(house.token(auth_time=moment - 100))
    assert refused(house.token(auth_time=moment - 200, iat=moment - 10))
    assert call(me, house.token(auth_time=moment - 99)).status == 200
