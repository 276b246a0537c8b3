"""The one AWS session, whose credentials every client and every signed request use."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vault.kernel.create_once import create_once

if TYPE_CHECKING:
    from botocore.credentials import ReadOnlyCredentials

BotocoreSession = Any
"""botocore has no types of its own, and its stubs let credentials be None."""


@create_once
def session() -> BotocoreSession:
    """Renews its credentials by itself."""
    import botocore.session

    return botocore.session.get_session()


def credentials() -> "ReadOnlyCredentials":
    frozen: ReadOnlyCredentials = session().get_credentials().get_frozen_credentials()
    return frozen


def signed_headers(
    method: str,
    url: str,
    service: str,
    region: str,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> dict[str, str]:
    """The headers of a request with its signature (Signature Version 4)."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest

    request = AWSRequest(method=method, url=url, data=body, headers=dict(headers or {}))
    SigV4Auth(credentials(), service, region).add_auth(request)
    return dict(request.headers.items())
