"""Tokens in responses, under the wire's names."""

from vault.kernel.vocabulary import wire_name
from vault.sessions.model import Tokens


def authentication_result(tokens: Tokens) -> dict[str, object]:
    fields = {
        wire_name("access_token"): tokens.access,
        wire_name("refresh_token"): tokens.refresh,
        wire_name("id_token"): tokens.identity,
        wire_name("token_type"): tokens.token_type,
        wire_name("expires_in"): tokens.expires_in,
    }
    return {name: value for name, value in fields.items() if value is not None}
