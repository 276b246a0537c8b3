"""Reading an access token before it is verified, and caching keys."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.functions.runtime.issuer import Issuer, claims, unsigned_token
from vault.adapters import jwks
from vault.kernel.errors import Unavailable
from vault.runtime import access_tokens
from vault.runtime.access_tokens import TokenInvalid

NAMES = (f"https://issuer.example/unit{number}" for number in itertools.count())


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Issuer:
    made = Issuer()
    made.add("first")

    def fetch(name: str) -> dict[str, dict[str, object]]:
        made.requested_paths.append(name)
        return {key["kid"]: key for key in made.public_keys()}

    monkeypatch.setattr(jwks, "fetch", fetch)
    return made


def test_a_token_says_whose_it_is(issuer: Issuer) -> None:
    read = access_tokens.parse_token(issuer.sign(claims(iss="i", client_id="c", username="u"), "first"))

    assert (read.issuer, read.username, read.key_id) == ("i", "u", "first")


@given(st.text() | st.text("abcdefgABCDEFG0123456789-_.", max_size=60))
def test_any_text_is_no_token_and_no_failure(text: str) -> None:
    with pytest.raises(TokenInvalid):
        access_tokens.parse_token(text)


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "RS384", "ES256", "PS256", ""])
def test_a_token_of_another_algorithm_is_refused_before_anything_is_asked(algorithm: str) -> None:
    token = unsigned_token(claims(iss="i", client_id="c", username="u"), "first", algorithm)

    with pytest.raises(TokenInvalid):
        access_tokens.parse_token(token)


def test_a_key_is_kept_by_its_issuer_and_its_id(issuer: Issuer) -> None:
    one, another = next(NAMES), next(NAMES)

    first = access_tokens.get_public_key(one, "first")
    issuer.add("first")

    assert access_tokens.get_public_key(one, "first") is first
    assert access_tokens.get_public_key(another, "first") is not first
    assert issuer.requested_paths == [one, another]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The readings of the clock, one for each call."""
    moments = [1000.0, 1059.9, 1060.0]
    monkeypatch.setattr(access_tokens, "time", SimpleNamespace(monotonic=lambda: moments.pop(0)))
    return moments


def test_an_unknown_key_is_looked_for_once_a_minute(issuer: Issuer, clock: list[float]) -> None:
    name = next(NAMES)

    for _ in range(3):
        with pytest.raises(TokenInvalid):
            access_tokens.get_public_key(name, "second")

    assert (issuer.requested_paths, clock) == ([name, name], [])


def test_an_issuer_that_does_not_answer_is_asked_once_a_minute(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    name, asked = next(NAMES), list[str]()

    def fetch(name: str) -> dict[str, dict[str, object]]:
        asked.append(name)
        raise Unavailable(service="jwks")

    monkeypatch.setattr(jwks, "fetch", fetch)
    for _ in range(3):
        with pytest.raises(Unavailable):
            access_tokens.get_public_key(name, "first")

    assert (asked, clock) == ([name, name], [])


def test_an_issuer_that_answers_again_is_believed_again(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    name, fetch = next(NAMES), jwks.fetch
    monkeypatch.setattr(jwks, "fetch", lambda _: (_ for _ in ()).throw(Unavailable(service="jwks")))
    with pytest.raises(Unavailable):
        access_tokens.get_public_key(name, "first")
    monkeypatch.setattr(jwks, "fetch", fetch)
    access_tokens._fetched_at[name] -= access_tokens.REFETCH_SECONDS

    with pytest.raises(TokenInvalid):
        access_tokens.get_public_key(name, "second")

    assert (
        access_tokens.get_public_key(name, "first").public_numbers()
        == issuer.keys["first"].public_key().public_numbers()
    )


def test_callers_who_come_at_once_wait_for_one_answer(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    name, fetch = next(NAMES), jwks.fetch

    def slow(name: str) -> dict[str, dict[str, object]]:
        time.sleep(0.05)
        return fetch(name)

    monkeypatch.setattr(jwks, "fetch", slow)
    with ThreadPoolExecutor(4) as callers:
        keys = list(callers.map(lambda _: access_tokens.get_public_key(name, "first"), range(4)))

    assert len(set(map(id, keys))) == 1
    assert issuer.requested_paths == [name]
