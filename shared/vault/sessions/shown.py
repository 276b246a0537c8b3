"""A sign-in as answers show it, under the wire's names."""

from vault.kernel.vocabulary import wire
from vault.sessions.model import Tokens


def authentication_result(tokens: Tokens) -> dict[str, object]:
    """Cognito's tokens; a lifetime in seconds. What there is not is left out."""
    shown = {
        wire("access_token"): tokens.access,
        wire("refresh_token"): tokens.refresh,
        wire("id_token"): tokens.identity,
        wire("token_type"): tokens.kind,
        wire("expires_in"): tokens.expires_in,
    }
    return {name: value for name, value in shown.items() if value is not None}
