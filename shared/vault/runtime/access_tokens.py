"""Verify Cognito access tokens (RFC 7519): RS256, with the keys of the operator's own pool, for its own client."""

import base64
import functools
import json
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.json_types import JsonObject
from vault.kernel.values import value
from vault.operators import issuers
from vault.operators.model import Operator

ALGORITHM = "RS256"
USE = "access"
COGNITO_SCOPE = "aws.cognito.signin.user.admin"
"""With it a token opens Cognito's own calls, by which its holder changes attributes and password behind VAULT."""
MAX_CHARACTERS = 8192
LEEWAY_SECONDS = 60
"""How far the issuer's clock may be ahead (`iat`, `nbf`); `exp` has no leeway, since a token can be refreshed."""


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
    signed_in_at: int
    """In seconds since the epoch, by the issuer's clock."""
    payload: JsonObject
    signed: bytes
    signature: bytes

    @property
    def session(self) -> str:
        """The `origin_jti`, which all tokens of one sign-in share."""
        return str(self.payload.get("origin_jti") or "")


def parse_token(token: str) -> Claims:
    """Parse the compact serialization (RFC 7515, 7.1) without verifying it. Raises TokenInvalid."""
    if len(token) > MAX_CHARACTERS:
        raise TokenInvalid
    signed, _, signature = token.rpartition(".")
    try:
        header, payload = (json.loads(_decode_base64url(part).decode()) for part in signed.split("."))
        parts = (payload["iss"], payload["username"], header["kid"])
        signed_in_at = payload.get("auth_time", payload.get("iat"))
        if header["alg"] != ALGORITHM or "crit" in header or not all(isinstance(part, str) and part for part in parts):
            raise TokenInvalid
        if type(signed_in_at) is not int:
            raise TokenInvalid
        return Claims(*parts, signed_in_at, payload, signed.encode(), _decode_base64url(signature))
    except (KeyError, TypeError, ValueError, RecursionError):
        raise TokenInvalid from None


def _decode_base64url(text: str) -> bytes:
    """Decode unpadded base64url (RFC 7515, 2). Raises ValueError, also for a second encoding of the same bytes."""
    raw = base64.urlsafe_b64decode(text + "==")
    if base64.urlsafe_b64encode(raw).rstrip(b"=") != text.encode():
        raise ValueError(text)
    return raw


def verify(claims: Claims, *, allow_expired: bool = False) -> None:
    """Verify signature, client and times by what is remembered of the issuer. Raises TokenInvalid, Unavailable.

    What needs the person is `check_session`.
    """
    if claims.payload.get("token_use") != USE or COGNITO_SCOPE in str(claims.payload.get("scope", "")):
        raise TokenInvalid
    if not _is_timely(claims.payload, allow_expired=allow_expired):
        raise TokenInvalid
    known = issuers.recall_operator(claims.issuer)
    if known is None:
        raise TokenInvalid
    if not _is_issued_by(claims, known) and not _is_issued_by(claims, issuers.reread_operator(claims.issuer)):
        raise TokenInvalid


def check_session(claims: Claims, home: Operator, signed_out_at: int, spared_session: str = "") -> None:
    """Check a verified token of a person of this operator who signed out last at that epoch second.

    The sign-out did not end the session `spared_session`. Raises TokenInvalid.
    """
    is_from_home = claims.issuer == home.issuer and claims.payload.get("client_id") == home.client_id
    is_spared = bool(spared_session) and claims.session == spared_session
    if not is_from_home or (claims.signed_in_at <= signed_out_at and not is_spared):
        raise TokenInvalid


def _is_issued_by(claims: Claims, operator: Operator | None) -> bool:
    """Whether a token was signed for the operator's client by its issuer. Raises Unavailable."""
    if operator is None or claims.payload.get("client_id") != operator.client_id:
        return False
    key = issuers.find_signing_keys(operator).get(claims.key_id)
    if key is None:
        return False
    try:
        _to_public_key(key["n"], key["e"]).verify(claims.signature, claims.signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _is_timely(payload: JsonObject, *, allow_expired: bool) -> bool:
    issued, expires, begins = times = [payload.get("iat"), payload.get("exp"), payload.get("nbf", 0)]
    if any(type(each) is not int for each in times):
        return False
    moment = time.time()
    return bool(max(issued, begins) <= moment + LEEWAY_SECONDS and (allow_expired or moment < expires))


@functools.lru_cache(maxsize=512)
def _to_public_key(modulus: str, exponent: str) -> rsa.RSAPublicKey:
    """The public key of a JWK's `n` and `e` (RFC 7518, 6.3.1)."""
    n, e = (int.from_bytes(_decode_base64url(number)) for number in (modulus, exponent))
    return rsa.RSAPublicNumbers(e, n).public_key()
