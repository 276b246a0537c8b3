"""Reading an access token before it is verified."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.functions.runtime.issuer import Issuer, claims, unsigned_token
from vault.runtime import access_tokens
from vault.runtime.access_tokens import TokenInvalid


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    made = Issuer()
    made.add("first")
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
