"""Cognito access tokens (RFC 7519): RS256, by the keys of an operator's own pool, for its own client."""

import base64
import json
import threading
import time
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from vault.adapters import jwks
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind, Unavailable
from vault.kernel.values import value
from vault.operators.model import Operator

REFETCH_SECONDS = 60
ALGORITHM = "RS256"
USE = "access"
MAX_CHARACTERS = 8192


class TokenMissing(DomainError):
    """A call that needs an access token came without one."""

    code = ErrorCode.TOKEN_MISSING
    kind = Kind.UNAUTHENTICATED


class TokenInvalid(DomainError):
    """An access token that is none, is another's, has expired or was signed out."""

    code = ErrorCode.TOKEN_INVALID
    kind = Kind.UNAUTHENTICATED


@value
class Claims:
    """What a token says, before anybody believed it, and the signature over it."""

    issuer: str
    username: str
    key_id: str
    payload: Mapping[str, Any]
    signed: bytes
    signature: bytes


_keys: dict[tuple[str, str], rsa.RSAPublicKey] = {}
_asked_at: dict[str, float] = {}
_silent: set[str] = set()
_asking = threading.Lock()


def parse_token(token: str) -> Claims:
    """The claims of a token in JWS compact form (RFC 7515, 7.1), unverified, to know whose keys verify it.

    Raises TokenInvalid.
    """
    if len(token) > MAX_CHARACTERS:
        raise TokenInvalid
    signed, _, signature = token.rpartition(".")
    try:
        header, said = (json.loads(_decode_base64url(part).decode()) for part in signed.split("."))
        parts = (said["iss"], said["username"], header["kid"])
        if header["alg"] != ALGORITHM or "crit" in header or not all(isinstance(part, str) and part for part in parts):
            raise TokenInvalid
        return Claims(*parts, said, signed.encode(), _decode_base64url(signature))
    except (KeyError, TypeError, ValueError, RecursionError):
        raise TokenInvalid from None


def _decode_base64url(text: str) -> bytes:
    """The bytes of base64url without padding (RFC 7515, 2), of which each value has one text. Raises ValueError."""
    found = base64.urlsafe_b64decode(text + "==")
    if base64.urlsafe_b64encode(found).rstrip(b"=") != text.encode():
        raise ValueError(text)
    return found


def verify(claims: Claims, home: Operator, signed_out_at: int, *, allow_expired: bool = False) -> None:
    """Prove a token: the issuer is the person's operator, the signature, the client, the use and the times hold.

    `signed_out_at` is in seconds: what was issued in that second or before is dead. Raises TokenInvalid, Unavailable.
    """
    if claims.issuer != home.issuer:
        raise TokenInvalid
    key, said = _find_key(claims, home), claims.payload
    try:
        key.verify(claims.signature, claims.signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise TokenInvalid from None
    meant = said.get("client_id") == home.client_id and said.get("token_use") == USE
    if not meant or not _is_timely(said, allow_expired=allow_expired) or _sign_in_time(said) <= signed_out_at:
        raise TokenInvalid


def _is_timely(said: Mapping[str, Any], *, allow_expired: bool) -> bool:
    """Whether the times of a token are whole seconds since the epoch, as Cognito writes them, and hold now."""
    issued, expires, begins = times = [said.get("iat"), said.get("exp"), said.get("nbf", 0)]
    moment = time.time()
    if any(type(told) is not int for told in (*times, _sign_in_time(said))):
        return False
    return bool(issued <= moment and begins <= moment and (allow_expired or moment < expires))


def _sign_in_time(said: Mapping[str, Any]) -> Any:
    """When the person gave the password that this token rests upon, seconds since the epoch."""
    return said.get("auth_time", said.get("iat"))


def _find_key(claims: Claims, home: Operator) -> rsa.RSAPublicKey:
    """The key that a token names; while its issuer does not answer, as it was published before (`operators.issuers`).

    The issuer is in the primary region: while that is gone, people go on reading in the others. Raises TokenInvalid,
    Unavailable.
    """
    try:
        return get_public_key(claims.issuer, claims.key_id)
    except Unavailable:
        kept = json.loads(home.signing_keys).get(claims.key_id)
        if kept is None:
            raise
        return _rsa_numbers(kept).public_key()


def get_public_key(issuer: str, key_id: str) -> rsa.RSAPublicKey:
    """The issuer's key, asked for again where it is unknown, no more than once a minute, answered or not.

    Raises TokenInvalid; Unavailable while the last time brought no answer.
    """
    key = (issuer, key_id)
    if key not in _keys:
        with _asking:
            _refetch_keys(issuer)
    if key in _keys:
        return _keys[key]
    raise Unavailable(service="jwks") if issuer in _silent else TokenInvalid


def _refetch_keys(issuer: str) -> None:
    """Fetch an issuer's keys, if a minute has passed since they were asked for. Raises Unavailable."""
    moment = time.monotonic()
    if moment - _asked_at.get(issuer, -REFETCH_SECONDS) < REFETCH_SECONDS:
        return
    _asked_at[issuer] = moment
    _silent.add(issuer)
    _keys.update({(issuer, key_id): _rsa_numbers(key).public_key() for key_id, key in jwks.fetch(issuer).items()})
    _silent.remove(issuer)


def _rsa_numbers(key: Mapping[str, str]) -> rsa.RSAPublicNumbers:
    """The modulus and the exponent of an RSA key (RFC 7518, 6.3.1)."""
    return rsa.RSAPublicNumbers(*(int.from_bytes(_decode_base64url(key[name])) for name in ("e", "n")))
