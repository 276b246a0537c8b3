"""Signature Version 4 on every web socket to Neptune.

A socket opens when it is first needed, maybe long after its client was made, and Neptune refuses a
signature of more than five minutes; so each socket is signed as it opens.
"""

from vault.adapters import aws_session
from vault.graph.transport import Transport
from vault.kernel.settings import setting


def requires_iam() -> bool:
    """Whether the database asks for IAM authentication (VAULT_GRAPH_IAM)."""
    return setting("VAULT_GRAPH_IAM", "0") == "1"


class SignedTransport(Transport):
    """A web socket whose opening request is signed at the moment it is sent."""

    def connect(self, url: str, headers: dict[str, str] | None = None) -> None:
        """Open the socket with headers signed now."""
        https = url.replace("wss:", "https:", 1)
        signed = aws_session.signed_headers("GET", https, "neptune-db", setting("AWS_REGION"))
        super().connect(url, {**(headers or {}), **signed})
