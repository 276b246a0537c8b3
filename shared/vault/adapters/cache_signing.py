"""The passwords with which an IAM user signs in to ElastiCache: signed requests that are never sent."""

from typing import Any

from vault.adapters import aws_session
from vault.kernel.settings import setting

SECONDS = 900
"""How long a token opens a connection; ElastiCache takes no longer ones."""


def signs() -> bool:
    """Whether the cache asks for IAM authentication (VAULT_REDIS_IAM)."""
    return setting("VAULT_REDIS_IAM", "0") == "1"


def credentials() -> Any:
    """The provider that the Redis client asks for user and password each time that it connects."""
    from redis import CredentialProvider

    class SignedCredentials(CredentialProvider):
        def get_credentials(self) -> tuple[str, str]:
            return _user(), _token()

    return SignedCredentials()


def _user() -> str:
    """The name of the cache's user (VAULT_REDIS_USER)."""
    return setting("VAULT_REDIS_USER")


def _token() -> str:
    """The URL of a `connect` to the cache (VAULT_REDIS_CACHE), signed for the service elasticache, without its scheme.

    Source: Amazon ElastiCache, "Authenticating with IAM".
    """
    from botocore.auth import SigV4QueryAuth
    from botocore.awsrequest import AWSRequest

    url = f"https://{setting('VAULT_REDIS_CACHE')}/"
    request = AWSRequest(method="GET", url=url, params={"Action": "connect", "User": _user()})
    SigV4QueryAuth(aws_session.credentials(), "elasticache", setting("AWS_REGION"), expires=SECONDS).add_auth(request)
    return str(request.prepare().url).removeprefix("https://")
