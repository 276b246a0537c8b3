"""Signature Version 4 on every web socket to Neptune.

A socket opens when it is first needed, maybe long after its client was made, and Neptune refuses a
signature of more than five minutes; so each socket is signed as it opens.
"""

import functools
from typing import Any

from vault.graph.transport import Transport
from vault.kernel.settings import setting


def signs() -> bool:
    """Whether the database asks for IAM authentication (VAULT_GRAPH_IAM)."""
    return setting("VAULT_GRAPH_IAM", "0") == "1"


class SignedTransport(Transport):
    """A web socket whose opening request is signed at the moment it is sent."""

    def connect(self, url: str, headers: dict[str, str] | None = None) -> None:
        """Open the socket with headers signed now."""
        super().connect(url, {**(headers or {}), **signed_headers(url)})


@functools.cache
def session() -> Any:
    """The credentials' source; they are frozen at each signing."""
    import botocore.session

    return botocore.session.get_session()


def signed_headers(url: str) -> dict[str, str]:
    """The headers that sign a GET of this wss URL for the service neptune-db."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest

    request = AWSRequest(method="GET", url=url.replace("wss:", "https:", 1))
    credentials = session().get_credentials().get_frozen_credentials()
    SigV4Auth(credentials, "neptune-db", setting("AWS_REGION")).add_auth(request)
    return dict(request.headers.items())
