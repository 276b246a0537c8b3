"""Calls of API Gateway routes with IAM authorization, signed with the process's credentials."""

from vault.adapters import aws_session, http
from vault.adapters.systems import PRIMARY_REGION
from vault.kernel.settings import setting

JSON = {"Content-Type": "application/json"}


def post(url: str, body: bytes, seconds: float) -> http.HttpResponse:
    """POST JSON to the primary region; any status is returned. Raises Unavailable."""
    request = http.HttpRequest(
        "POST", url, signed_headers(url, body), body, operation="execute command", returns_errors=True
    )
    return http.send(PRIMARY_REGION, request, seconds)


def signed_headers(url: str, body: bytes) -> dict[str, str]:
    return aws_session.signed_headers("POST", url, "execute-api", setting("VAULT_PRIMARY_REGION"), JSON, body)
