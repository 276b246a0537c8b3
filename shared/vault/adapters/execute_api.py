"""Calls of API Gateway routes that ask for IAM authorisation, signed with the process's own credentials."""

import functools
from typing import Any

from vault.adapters import aws_session
from vault.kernel.errors import Unavailable
from vault.kernel.settings import setting
from vault.kernel.values import value

CONNECT_SECONDS = 2.0
CONNECTIONS = 16
JSON = {"Content-Type": "application/json"}


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

    region = setting("VAULT_PRIMARY_REGION")
    headers = aws_session.signed_headers("POST", url, "execute-api", region, JSON, body)
    timeout = urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds)
    try:
        answered = connections().request("POST", url, body=body, headers=headers, timeout=timeout, redirect=False)
    except urllib3.exceptions.HTTPError as error:
        raise Unavailable(service="primary") from error
    return Answer(answered.status, answered.headers, answered.data)
