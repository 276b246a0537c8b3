"""Rules of sessions that need no service."""

import base64
import json
from types import SimpleNamespace

import pytest

from tests.unit.test_permissions import operator
from vault.adapters import cognito
from vault.kernel.errors import FieldMissing, Unavailable
from vault.sessions import service
from vault.sessions.model import Tokens, login_identifier


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


def test_the_first_name_that_is_given_counts() -> None:
    assert login_identifier(email_address=None, phone_number="+1", subscriber_token="t") == "phone_number +1"


def test_without_a_name_the_documented_one_is_missing() -> None:
    with pytest.raises(FieldMissing) as refused:
        login_identifier(email_address=None, phone_number="")

    assert refused.value.data == {"field": "EmailAddress"}


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
    let_sign_ins_be_in([100, 101], monkeypatch)

    tokens = service._authenticate(operator("mine"), "token", "password", signed_out_at=100)

    assert (tokens.signed_in_at, pauses) == (101, [0, 1])


def test_a_token_that_counts_as_signed_out_is_given_to_nobody(
    monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    let_sign_ins_be_in([100, 101], monkeypatch)

    with pytest.raises(Unavailable):
        service._authenticate(operator("mine"), "token", "password", signed_out_at=130)

    assert pauses == [0, 1]
