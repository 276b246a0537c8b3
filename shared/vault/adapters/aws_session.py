"""The one AWS session, whose credentials every client and every signed request of the process use."""

from collections.abc import Mapping
from typing import Any

from vault.kernel.create_once import create_once


@create_once
def session() -> Any:
    """The botocore session; it renews its credentials by itself, and they are frozen at each signing."""
    import botocore.session

    return botocore.session.get_session()


def credentials() -> Any:
    """The credentials of this moment, for botocore's signers."""
    return session().get_credentials().get_frozen_credentials()


def signed_headers(
    method: str,
    url: str,
    service: str,
    region: str,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> dict[str, str]:
    """The headers of a request and those that sign it (Signature Version 4) for a service in a region."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest

    request = AWSRequest(method=method, url=url, data=body, headers=dict(headers or {}))
    SigV4Auth(credentials(), service, region).add_auth(request)
    return dict(request.headers.items())
