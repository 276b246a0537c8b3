"""Cognito access tokens: RS256, by the keys of an operator's own pool, for its own client."""

import time
from dataclasses import dataclass
from typing import Any

import jwt

from vault.adapters import jwks
from vault.kernel.errors import DomainError, Kind
from vault.operators.model import Operator

REFETCH_SECONDS = 60
ALGORITHMS = ["RS256"]
NEEDED = ["exp", "iat", "iss", "client_id", "token_use", "username"]
USES = {"access"}
MOST_CHARACTERS = 8192


class TokenMissing(DomainError):
    """A call that needs an access token came without one."""

    kind = Kind.UNAUTHENTICATED


class TokenInvalid(DomainError):
    """An access token that is none, is another's, has expired or was signed out."""

    kind = Kind.UNAUTHENTICATED


@dataclass(frozen=True)
class Claims:
    """What a token says, before anybody believed it."""

    token: str
    issuer: str
    username: str
    key_id: str


_keys: dict[tuple[str, str], Any] = {}
_fetched_at: dict[str, float] = {}


def read(token: str) -> Claims:
    """The claims of a token, unverified, to know whose keys verify it. Raises TokenInvalid."""
    try:
        if len(token) > MOST_CHARACTERS:
            raise TokenInvalid
        read_out = jwt.decode_complete(token, options={"verify_signature": False})
        header, claims = read_out["header"], read_out["payload"]
        parts = (claims["iss"], claims["username"], header["kid"])
    except (jwt.PyJWTError, KeyError, TypeError, ValueError, RecursionError):
        raise TokenInvalid from None
    if header.get("alg") not in ALGORITHMS or not all(isinstance(part, str) and part for part in parts):
        raise TokenInvalid
    return Claims(token, *parts)


def verify(claims: Claims, home: Operator, signed_out_at: int, *, expired_passes: bool = False) -> None:
    """Prove a token: the issuer is the person's operator, the signature, the client, the use and the times hold.

    `signed_out_at` is in seconds: what was issued in that second or before is dead. Raises TokenInvalid, Unavailable.
    """
    if claims.issuer != home.issuer:
        raise TokenInvalid
    try:
        proven = jwt.decode(
            claims.token,
            key=public_key(claims.issuer, claims.key_id),
            algorithms=ALGORITHMS,
            issuer=home.issuer,
            options={"require": NEEDED, "verify_aud": False, "verify_exp": not expired_passes},
        )
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise TokenInvalid from None
    since = proven.get("auth_time", proven["iat"])
    meant = proven["client_id"] == home.client_id and proven["token_use"] in USES
    if not meant or since <= signed_out_at:
        raise TokenInvalid


def public_key(issuer: str, key_id: str) -> Any:
    """The issuer's key, fetched again once where it is unknown, no more than once a minute. Raises TokenInvalid."""
    key = (issuer, key_id)
    if key not in _keys and time.monotonic() - _fetched_at.get(issuer, -REFETCH_SECONDS) >= REFETCH_SECONDS:
        fetched = jwks.fetch(issuer)
        _fetched_at[issuer] = time.monotonic()
        _keys.update({(issuer, kid): jwt.PyJWK(found, "RS256").key for kid, found in fetched.items()})
    if key not in _keys:
        raise TokenInvalid
    return _keys[key]
