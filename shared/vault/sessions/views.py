"""Tokens in responses."""

from typing import Self

from vault.kernel.wire import Wire
from vault.sessions.model import Tokens


class AuthenticationResult(Wire):
    """The tokens as Cognito gives them; `expires_in` is in seconds."""

    access_token: str
    refresh_token: str | None
    id_token: str | None
    token_type: str
    expires_in: int | None

    @classmethod
    def from_tokens(cls, tokens: Tokens) -> Self:
        return cls.from_value(
            tokens, access_token=tokens.access, refresh_token=tokens.refresh, id_token=tokens.identity
        )
