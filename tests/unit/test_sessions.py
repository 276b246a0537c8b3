"""Rules of sessions that need no service."""

import base64
import json
from types import SimpleNamespace

import pytest

from tests.unit.test_permissions import operator
from vault.adapters import cognito
from vault.callers.model import CallContext, RequestInfo
from vault.kernel.errors import Unavailable
from vault.kernel.locales import Locale
from vault.sessions import service
from vault.sessions.model import Tokens


def token(**claims: object) -> str:
    return f"h.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.s"


def test_tokens_say_whose_they_are_and_since_when() -> None:
    tokens = Tokens.from_result(
        {"AccessToken": token(username="oak-tree-9", auth_time=1_700_000_000), "ExpiresIn": 3600}
    )

    assert (tokens.username, tokens.signed_in_at, tokens.expires_in) == ("oak-tree-9", 1_700_000_000, 3600)


@pytest.mark.parametrize("text", ["", "a", "a.b.c", "a.!!.c", "a.bm90IGpzb24.c"])
def test_what_is_no_token_is_nobodys(text: str) -> None:
    assert (Tokens(text).username, Tokens(text).signed_in_at) == ("", 0)


CONTEXT = CallContext(None, operator("mine"), RequestInfo("vault_test"), Locale.EN_US)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that a sign-in makes, which take no time."""
    made: list[float] = []
    monkeypatch.setattr(service, "time", SimpleNamespace(sleep=made.append))
    monkeypatch.setattr(service, "get_user_pool", lambda _: None)
    return made


def let_sign_ins_be_in(seconds: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Cognito give tokens of these seconds of its own clock."""
    answers = iter(seconds)
    monkeypatch.setattr(cognito, "sign_in", lambda *_: {"AccessToken": token(auth_time=next(answers))})


def test_a_sign_in_in_the_second_of_a_sign_out_is_made_again_a_second_later(
    monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    let_sign_ins_be_in([101], monkeypatch)

    tokens = service._sign_in_again(CONTEXT, "token", "password", 100)

    assert (tokens.signed_in_at, pauses) == (101, [1])


def test_a_token_that_counts_as_signed_out_is_given_to_nobody(
    monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    let_sign_ins_be_in([101], monkeypatch)

    with pytest.raises(Unavailable):
        service._sign_in_again(CONTEXT, "token", "password", 130)

    assert pauses == [1]
