"""The token with which an IAM user signs in to the cache."""

from urllib.parse import parse_qs, urlsplit

import pytest

from vault.adapters import aws_session, cache_signing


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "VAULT_REDIS_CACHE": "vault-preview-cache",
        "VAULT_REDIS_USER": "vault-preview-vault",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
    }.items():
        monkeypatch.setenv(name, value)
    aws_session.session.cache_clear()


def test_the_token_is_a_signed_connect_of_the_user_to_the_cache() -> None:
    user, token = cache_signing.credentials().get_credentials()

    asked = urlsplit(f"https://{token}")
    query = {name: values[0] for name, values in parse_qs(asked.query).items()}
    assert user == "vault-preview-vault"
    assert asked.hostname == "vault-preview-cache"
    assert (query["Action"], query["User"], query["X-Amz-Expires"]) == ("connect", user, "900")
    assert "/us-east-1/elasticache/aws4_request" in query["X-Amz-Credential"]
    assert len(query["X-Amz-Signature"]) == 64


def test_nobody_signs_where_it_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VAULT_REDIS_IAM", raising=False)

    assert not cache_signing.uses_iam()
