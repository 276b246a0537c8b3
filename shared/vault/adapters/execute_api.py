"""Calls of API Gateway routes that ask for IAM authorisation, signed with the process's own credentials."""

import functools
from typing import Any

from vault.adapters.aws import session
from vault.kernel.errors import Unavailable
from vault.kernel.settings import setting
from vault.kernel.values import value

CONNECT_SECONDS = 2.0
CONNECTIONS = 16


@value
class Answer:
    """An HTTP answer; its headers are found in any case of letters."""

    status: int
    headers: Any
    body: bytes


@functools.cache
def connections() -> Any:
    """Connections kept open between calls, since a handshake crosses the ocean twice."""
    import urllib3

    return urllib3.PoolManager(maxsize=CONNECTIONS, retries=False)


def post(url: str, body: bytes, seconds: float) -> Answer:
    """The answer to a signed POST of JSON, waited for so long. Raises Unavailable."""
    import urllib3

    headers = signed(url, body)
    timeout = urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds)
    try:
        answered = connections().request("POST", url, body=body, headers=headers, timeout=timeout, redirect=False)
    except urllib3.exceptions.HTTPError as error:
        raise Unavailable(service="primary") from error
    return Answer(answered.status, answered.headers, answered.data)


def signed(url: str, body: bytes) -> dict[str, str]:
    """The headers that sign a POST (Signature Version 4) for the region of VAULT_PRIMARY_REGION."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest

    request = AWSRequest(method="POST", url=url, data=body, headers={"Content-Type": "application/json"})
    credentials = session().get_credentials().get_frozen_credentials()
    SigV4Auth(credentials, "execute-api", setting("VAULT_PRIMARY_REGION")).add_auth(request)
    return dict(request.headers.items())
