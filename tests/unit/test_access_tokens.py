"""Reading and verifying access tokens without services."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.functions.runtime.issuer import Issuer, claims, unsigned_token
from tests.unit.test_issuers import ISSUER, operator_row
from vault.graph.schema import Prop
from vault.operators import issuers
from vault.operators.model import Operator
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


@pytest.fixture
def _known(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator of the issuer is remembered, with its keys."""
    keys = json.dumps({key["kid"]: key for key in issuer.public_keys()})
    operator = Operator.from_row(operator_row(**{Prop.SIGNING_KEYS: keys, Prop.CLIENT_ID: "c"}))
    monkeypatch.setattr(issuers, "recall_operator", lambda _: operator)


def verify(issuer: Issuer, **said: object) -> None:
    token = issuer.sign(claims(iss=ISSUER, client_id="c", username="u", **said), "first")
    access_tokens.verify(access_tokens.parse_token(token))


@pytest.mark.usefixtures("_known")
@pytest.mark.parametrize("scope", [None, "", "openid", "openid email"])
def test_a_token_with_other_scopes_or_none_is_believed(issuer: Issuer, scope: str | None) -> None:
    verify(issuer, scope=scope)


@pytest.mark.usefixtures("_known")
@pytest.mark.parametrize(
    "scope",
    ["aws.cognito.signin.user.admin", "openid aws.cognito.signin.user.admin", ["aws.cognito.signin.user.admin"]],
)
def test_a_token_that_opens_cognitos_own_calls_is_refused(issuer: Issuer, scope: object) -> None:
    with pytest.raises(TokenInvalid):
        verify(issuer, scope=scope)
