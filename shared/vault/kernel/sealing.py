"""Secrets at rest: sealed with AES-256-GCM, found again by a blind index, compared in constant time."""

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
"""As many as the keys of operators that a process remembers."""


class SealBroken(DomainError):
    """A sealed text that was changed, cut, moved to another place or sealed with another key."""

    code = ErrorCode.SEAL_BROKEN
    kind = Kind.INTERNAL


def seal(key: bytes, plaintext: bytes, associated_data: str) -> str:
    """Base64url of seal_bytes. The key has 32 bytes; what is bound to one thing opens for that one only."""
    return base64.urlsafe_b64encode(seal_bytes(key, plaintext, associated_data)).decode("ascii")


def unseal(key: bytes, sealed: str, associated_data: str) -> bytes:
    """The plaintext of what seal made; SealBroken."""
    try:
        raw = base64.b64decode(sealed.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise SealBroken from None
    return unseal_bytes(key, raw, associated_data)


def seal_bytes(key: bytes, plaintext: bytes, associated_data: str) -> bytes:
    """Version byte, nonce of 12 bytes, ciphertext, tag of 16 (NIST SP 800-38D); the key has 32 bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_BYTES)
    return (
        VERSION
        + nonce
        + AESGCM(_check_key_length(key)).encrypt(nonce, plaintext, _encode_associated_data(associated_data))
    )


def unseal_bytes(key: bytes, sealed: bytes, associated_data: str) -> bytes:
    """The plaintext of what seal_bytes made; SealBroken."""
    return unsealer(key)(sealed, associated_data)


@functools.lru_cache(maxsize=MAX_CIPHERS)
def unsealer(key: bytes) -> Callable[[bytes, str], bytes]:
    """What is unseal_bytes with a key, made once for many: each costs 2 microseconds then."""
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
    """64 hex digits of HMAC-SHA256: equal for equal values of one kind, telling nothing without the key."""
    name = kind.encode()
    return hmac.new(key, len(name).to_bytes(2) + name + value.encode(), hashlib.sha256).hexdigest()


def equals_in_constant_time(a: str, b: str) -> bool:
    """Whether two texts are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(a.encode(errors="surrogatepass"), b.encode(errors="surrogatepass"))


def _encode_associated_data(associated_data: str) -> bytes:
    return VERSION + associated_data.encode()


def _check_key_length(key: bytes) -> bytes:
    if len(key) != hashlib.sha256().digest_size:
        raise SealBroken
    return key
