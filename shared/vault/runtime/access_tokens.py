"""Verify Cognito access tokens (RFC 7519): RS256, with the keys of the operator's own pool, for its own client."""

import base64
import json
import threading
import time
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from vault.adapters import jwks
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind, Unavailable
from vault.kernel.json_types import JsonObject
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
    """An access token that is malformed, another operator's, expired or signed out."""

    code = ErrorCode.TOKEN_INVALID
    kind = Kind.UNAUTHENTICATED


@value
class Claims:
    """The claims of a token, unverified, with its signing input and signature (RFC 7515, 2)."""

    issuer: str
    username: str
    key_id: str
    payload: JsonObject
    signed: bytes
    signature: bytes

    @property
    def session(self) -> str:
        """The `origin_jti`, which all tokens of one sign-in share."""
        return str(self.payload.get("origin_jti") or "")


_keys: dict[tuple[str, str], rsa.RSAPublicKey] = {}
_fetched_at: dict[str, float] = {}
_unreachable: set[str] = set()
_fetching = threading.Lock()


def parse_token(token: str) -> Claims:
    """Parse the compact serialization (RFC 7515, 7.1) without verifying it. Raises TokenInvalid."""
    if len(token) > MAX_CHARACTERS:
        raise TokenInvalid
    signed, _, signature = token.rpartition(".")
    try:
        header, payload = (json.loads(_decode_base64url(part).decode()) for part in signed.split("."))
        parts = (payload["iss"], payload["username"], header["kid"])
        if header["alg"] != ALGORITHM or "crit" in header or not all(isinstance(part, str) and part for part in parts):
            raise TokenInvalid
        return Claims(*parts, payload, signed.encode(), _decode_base64url(signature))
    except (KeyError, TypeError, ValueError, RecursionError):
        raise TokenInvalid from None


def _decode_base64url(text: str) -> bytes:
    """Decode unpadded base64url (RFC 7515, 2). Raises ValueError, also for a second encoding of the same bytes."""
    raw = base64.urlsafe_b64decode(text + "==")
    if base64.urlsafe_b64encode(raw).rstrip(b"=") != text.encode():
        raise ValueError(text)
    return raw


def verify(
    claims: Claims, operator: Operator, signed_out_at: int, *, spared_session: str = "", allow_expired: bool = False
) -> None:
    """Verify a token of a sign-in after `signed_out_at` (epoch seconds), or of the session that was not ended then.

    Raises TokenInvalid, Unavailable.
    """
    if claims.issuer != operator.issuer:
        raise TokenInvalid
    key, payload = _find_key(claims, operator), claims.payload
    try:
        key.verify(claims.signature, claims.signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise TokenInvalid from None
    is_for_us = payload.get("client_id") == operator.client_id and payload.get("token_use") == USE
    signed_in_at = _sign_in_time(payload)
    if not is_for_us or signed_in_at is None:
        raise TokenInvalid
    is_spared = bool(spared_session) and claims.session == spared_session
    if signed_in_at <= signed_out_at and not is_spared:
        raise TokenInvalid
    if not _is_timely(payload, allow_expired=allow_expired):
        raise TokenInvalid


def _is_timely(payload: JsonObject, *, allow_expired: bool) -> bool:
    issued, expires, begins = times = [payload.get("iat"), payload.get("exp"), payload.get("nbf", 0)]
    moment = time.time()
    if any(type(each) is not int for each in times):
        return False
    return bool(issued <= moment and begins <= moment and (allow_expired or moment < expires))


def _sign_in_time(payload: JsonObject) -> int | None:
    moment = payload.get("auth_time", payload.get("iat"))
    return moment if type(moment) is int else None


def _find_key(claims: Claims, operator: Operator) -> rsa.RSAPublicKey:
    """The key that a token names, or its stored copy (`operators.issuers`) while the issuer does not answer."""
    try:
        return get_public_key(claims.issuer, claims.key_id)
    except Unavailable:
        stored = json.loads(operator.signing_keys).get(claims.key_id)
        if stored is None:
            raise
        return _rsa_numbers(stored).public_key()


def get_public_key(issuer: str, key_id: str) -> rsa.RSAPublicKey:
    """The issuer's key; an unknown one is fetched at most once a minute. Raises TokenInvalid, Unavailable."""
    key = (issuer, key_id)
    if key not in _keys:
        with _fetching:
            _fetch_keys(issuer)
    if key in _keys:
        return _keys[key]
    raise Unavailable(service="jwks") if issuer in _unreachable else TokenInvalid


def _fetch_keys(issuer: str) -> None:
    moment = time.monotonic()
    if moment - _fetched_at.get(issuer, -REFETCH_SECONDS) < REFETCH_SECONDS:
        return
    _fetched_at[issuer] = moment
    _unreachable.add(issuer)
    _keys.update({(issuer, key_id): _rsa_numbers(key).public_key() for key_id, key in jwks.fetch(issuer).items()})
    _unreachable.remove(issuer)


def _rsa_numbers(key: Mapping[str, str]) -> rsa.RSAPublicNumbers:
    """The RSA public key of a JWK (RFC 7518, 6.3.1)."""
    return rsa.RSAPublicNumbers(*(int.from_bytes(_decode_base64url(key[name])) for name in ("e", "n")))
