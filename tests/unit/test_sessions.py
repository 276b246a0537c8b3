"""Rules of sessions that need no service."""

import base64
import json

import pytest

from vault.kernel.errors import FieldMissing
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


def test_without_a_name_all_that_may_be_given_are_named() -> None:
    with pytest.raises(FieldMissing) as refused:
        login_identifier(email_address=None, phone_number="")

    assert refused.value.data == {"field": ("EmailAddress", "PhoneNumber")}
