"""IAM authentication of ElastiCache: the password is a presigned request."""

from typing import TYPE_CHECKING

from vault.adapters import aws_session
from vault.kernel.settings import setting

if TYPE_CHECKING:
    from redis import CredentialProvider

TOKEN_SECONDS = 900
"""The longest validity that ElastiCache accepts."""


def uses_iam() -> bool:
    return setting("VAULT_REDIS_IAM", "0") == "1"


def credentials() -> "CredentialProvider":
    """The provider of user name and token, which redis-py asks at each connect."""
    from redis import CredentialProvider

    class SignedCredentials(CredentialProvider):
        def get_credentials(self) -> tuple[str, str]:
            return _user(), _token()

    return SignedCredentials()


def _user() -> str:
    return setting("VAULT_REDIS_USER")


def _token() -> str:
    """A presigned `connect` request (Amazon ElastiCache, "Authenticating with IAM"), without its scheme."""
    from botocore.auth import SigV4QueryAuth
    from botocore.awsrequest import AWSRequest

    url = f"https://{setting('VAULT_REDIS_CACHE')}/"
    request = AWSRequest(method="GET", url=url, params={"Action": "connect", "User": _user()})
    signer = SigV4QueryAuth(aws_session.credentials(), "elasticache", setting("AWS_REGION"), expires=TOKEN_SECONDS)
    signer.add_auth(request)
    return str(request.prepare().url).removeprefix("https://")
