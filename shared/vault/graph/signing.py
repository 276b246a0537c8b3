"""Sign WebSocket connections to Neptune with AWS Signature Version 4."""

from vault.adapters import aws_session
from vault.graph.transport import Transport
from vault.kernel.settings import setting


def requires_iam() -> bool:
    return setting("VAULT_GRAPH_IAM", "0") == "1"


class SignedTransport(Transport):
    """Signs the opening request at the moment it is sent."""

    def connect(self, url: str, headers: dict[str, str] | None = None) -> None:
        https = url.replace("wss:", "https:", 1)
        signed = aws_session.signed_headers("GET", https, "neptune-db", setting("AWS_REGION"))
        super().connect(url, {**(headers or {}), **signed})
