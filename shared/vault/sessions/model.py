"""Credentials, tokens and errors of a sign-in."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Self

from vault.graph.schema import Row
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name
from vault.people.model import Profile


class TermsAlreadyAccepted(DomainError):
    """The person already accepted the terms; disclosed only for the code with which they did."""

    code = ErrorCode.TERMS_ALREADY_ACCEPTED


class TemporaryPasswordExpired(DomainError):
    """The temporary password is right but expired; a new one is sent by mail."""

    code = ErrorCode.TEMPORARY_PASSWORD_EXPIRED
    kind = Kind.UNAUTHENTICATED


@value
class Tokens:
    """Cognito's AuthenticationResult; `expires_in` is in seconds."""

    access: str
    refresh: str | None = None
    identity: str | None = None
    token_type: str = "Bearer"  # noqa: S105  a kind of token
    expires_in: int | None = None

    @classmethod
    def from_result(cls, result: Row) -> Self:
        return cls(
            access=result[wire_name("access_token")],
            refresh=result.get(wire_name("refresh_token")),
            identity=result.get(wire_name("id_token")),
            token_type=result.get(wire_name("token_type"), "Bearer"),
            expires_in=result.get(wire_name("expires_in")),
        )

    @property
    def username(self) -> str:
        return str(self.claims.get("username", ""))

    @property
    def signed_in_at(self) -> int:
        """When the person signed in (`auth_time`), in seconds since the epoch."""
        return int(self.claims.get("auth_time", 0))

    @property
    def claims(self) -> Row:
        try:
            payload = self.access.split(".")[1]
            decoded: Row = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        except (IndexError, ValueError, binascii.Error):
            return {}
        return decoded


@value
class LoginCredentials:
    names: Mapping[str, str | None]
    password: str | None
    token: str | None


@value
class SignedIn:
    profile: Profile
    locale: str
    tokens: Tokens
