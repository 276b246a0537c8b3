"""What a sign-in gives, and what may be wrong with it."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Self

from vault.graph.schema import Row
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, FieldMissing, Kind
from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name
from vault.people.model import Profile


class TermsAlreadyAccepted(DomainError):
    """Terms that this person has accepted before; told only to who has the password with which they did."""

    code = ErrorCode.TERMS_ALREADY_ACCEPTED


class TemporaryPasswordExpired(DomainError):
    """A temporary password that was right and is too old; another one is on its way by mail."""

    code = ErrorCode.TEMPORARY_PASSWORD_EXPIRED
    kind = Kind.UNAUTHENTICATED


@value
class Tokens:
    """Cognito's AuthenticationResult; a lifetime in seconds."""

    access: str
    refresh: str | None = None
    identity: str | None = None
    token_type: str = "Bearer"  # noqa: S105  a kind of token
    expires_in: int | None = None

    @classmethod
    def from_result(cls, result: Row) -> Self:
        """As Cognito answers them; the API has its names."""
        return cls(
            access=result[wire_name("access_token")],
            refresh=result.get(wire_name("refresh_token")),
            identity=result.get(wire_name("id_token")),
            token_type=result.get(wire_name("token_type"), "Bearer"),
            expires_in=result.get(wire_name("expires_in")),
        )

    @property
    def username(self) -> str:
        """Whose they are."""
        return str(self.claims.get("username", ""))

    @property
    def signed_in_at(self) -> int:
        """When the person signed in, in seconds since the epoch."""
        return int(self.claims.get("auth_time", 0))

    @property
    def claims(self) -> Row:
        """What the access token says, unverified: it comes from Cognito itself."""
        try:
            payload = self.access.split(".")[1]
            decoded: Row = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        except (IndexError, ValueError, binascii.Error):
            return {}
        return decoded


@value
class LoginCredentials:
    """What somebody signs in with: who they are, by the kind of name, and a password; or a token from elsewhere."""

    names: Mapping[str, str | None]
    password: str | None
    token: str | None


@value
class SignedIn:
    """A person who has just signed in, with the locale that they read."""

    profile: Profile
    locale: str
    tokens: Tokens


def login_identifier(**names: str | None) -> str:
    """Who somebody says they are: the first of the given names, with its kind. Raises FieldMissing without one."""
    for kind, name in names.items():
        if name:
            return f"{kind} {name}"
    raise FieldMissing(field=wire_name(next(iter(names))))
