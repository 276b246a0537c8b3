"""Secrets at rest: AES-256-GCM, blind indexes, comparison in constant time."""

import base64
import binascii
import functools
import hashlib
import hmac
import secrets
from collections.abc import Callable

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind

VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16
MAX_CIPHERS = 256
"""The number of operators whose keys a process caches."""


class SealBroken(DomainError):
    """A sealed text that was changed, truncated, moved to another place or sealed with another key."""

    code = ErrorCode.SEAL_BROKEN
    kind = Kind.INTERNAL


def seal(key: bytes, plaintext: bytes, associated_data: str) -> str:
    """Return `seal_bytes` in base64url; `unseal` needs the same associated data. The key has 32 bytes."""
    return base64.urlsafe_b64encode(seal_bytes(key, plaintext, associated_data)).decode("ascii")


def unseal(key: bytes, sealed: str, associated_data: str) -> bytes:
    """Raises SealBroken."""
    try:
        raw = base64.b64decode(sealed.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise SealBroken from None
    return unseal_bytes(key, raw, associated_data)


def seal_bytes(key: bytes, plaintext: bytes, associated_data: str) -> bytes:
    """Return version byte, nonce of 12 bytes, ciphertext, tag of 16 (NIST SP 800-38D). The key has 32 bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_BYTES)
    return (
        VERSION
        + nonce
        + AESGCM(_check_key_length(key)).encrypt(nonce, plaintext, _encode_associated_data(associated_data))
    )


def unseal_bytes(key: bytes, sealed: bytes, associated_data: str) -> bytes:
    """Raises SealBroken."""
    return unsealer(key)(sealed, associated_data)


@functools.lru_cache(maxsize=MAX_CIPHERS)
def unsealer(key: bytes) -> Callable[[bytes, str], bytes]:
    """Return `unseal_bytes` for one key: with the cipher cached, each call takes 2 microseconds."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    decrypt = AESGCM(_check_key_length(key)).decrypt

    def unseal_one(sealed: bytes, associated_data: str) -> bytes:
        if sealed[:1] != VERSION or len(sealed) < len(VERSION) + NONCE_BYTES + TAG_BYTES:
            raise SealBroken
        try:
            return decrypt(
                sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], _encode_associated_data(associated_data)
            )
        except InvalidTag:
            raise SealBroken from None

    return unseal_one


def blind_index(key: bytes, kind: str, value: str) -> str:
    """HMAC-SHA256 in 64 hex digits: equal for equal values of one kind, unpredictable without the key."""
    name = kind.encode()
    return hmac.new(key, len(name).to_bytes(2) + name + value.encode(), hashlib.sha256).hexdigest()


def equals_in_constant_time(a: str, b: str) -> bool:
    return hmac.compare_digest(a.encode(errors="surrogatepass"), b.encode(errors="surrogatepass"))


def _encode_associated_data(associated_data: str) -> bytes:
    return VERSION + associated_data.encode()


def _check_key_length(key: bytes) -> bytes:
    if len(key) != hashlib.sha256().digest_size:
        raise SealBroken
    return key
