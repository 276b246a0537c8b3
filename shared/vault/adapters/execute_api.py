"""Calls of API Gateway routes that ask for IAM authorisation, signed with the process's own credentials."""

from vault.adapters import aws_session, http
from vault.adapters.systems import PRIMARY_REGION
from vault.kernel.settings import setting

JSON = {"Content-Type": "application/json"}


def post(url: str, body: bytes, seconds: float) -> http.HttpResponse:
    """The answer to a signed POST of JSON to the primary region, whatever its status. Raises Unavailable."""
    request = http.HttpRequest(
        "POST", url, signed_headers(url, body), body, operation="execute command", takes_errors=True
    )
    return http.send(PRIMARY_REGION, request, seconds)


def signed_headers(url: str, body: bytes) -> dict[str, str]:
    """The headers that sign a POST of JSON for the region of VAULT_PRIMARY_REGION."""
    return aws_session.signed_headers("POST", url, "execute-api", setting("VAULT_PRIMARY_REGION"), JSON, body)
