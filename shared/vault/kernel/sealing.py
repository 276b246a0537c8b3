"""Secrets at rest: AES-256-GCM, blind indexes, comparison in constant time."""

import base64
import binascii
import functools
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FIRST_FORM = b"\x01"
"""The first byte of seals under the data key itself, which are opened but no longer made."""
DERIVED_FORM = 0x80
"""With the generation of the data key added, the first byte of seals under a derived key."""
NONCE_BYTES = 12
TAG_BYTES = 16
TEXT_AT = 1 + NONCE_BYTES
OVERHEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES
KEY_BYTES = 32
MAX_CIPHERS = 1024
"""The number of ciphers that a process caches."""


class SealBroken(DomainError):
    """A sealed text that was changed, truncated, moved to another place or sealed with another key."""

    code = ErrorCode.SEAL_BROKEN
    kind = Kind.INTERNAL


@value
class DataKey:
    """A key of 32 bytes in its generations, oldest first: the newest seals, and each opens what it has sealed."""

    generations: tuple[bytes, ...] = field(repr=False)

    def find(self, generation: int) -> bytes:
        """Raises SealBroken where there is no such generation."""
        if not 1 <= generation <= len(self.generations):
            raise SealBroken
        return self.generations[generation - 1]


def seal(key: DataKey, plaintext: bytes, associated_data: str, use: str = "") -> str:
    """Return `seal_bytes` in base64url; `unseal` needs the same associated data and use."""
    return base64.urlsafe_b64encode(seal_bytes(key, plaintext, associated_data, use)).decode("ascii")


def unseal(key: DataKey, sealed: str, associated_data: str, use: str = "") -> bytes:
    """Raises SealBroken."""
    try:
        raw = base64.b64decode(sealed.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise SealBroken from None
    return unseal_bytes(key, raw, associated_data, use)


def seal_bytes(key: DataKey, plaintext: bytes, associated_data: str, use: str = "") -> bytes:
    """Return first byte, nonce of 12 bytes, ciphertext, tag of 16 (AES-256-GCM, NIST SP 800-38D).

    The key is derived for the place that the associated data names, or for the use of what is opened by the thousand
    (docs/adr/0036).
    """
    generation = len(key.generations)
    first, nonce = bytes([DERIVED_FORM + generation]), secrets.token_bytes(NONCE_BYTES)
    cipher = _derived_cipher(key.find(generation), *_bind(associated_data, use))
    return first + nonce + cipher.encrypt(nonce, plaintext, first + associated_data.encode())


def unseal_bytes(key: DataKey, sealed: bytes, associated_data: str, use: str = "") -> bytes:
    """Raises SealBroken."""
    return _decrypt(_find_cipher(key, sealed[:1], associated_data, use), sealed, associated_data)


def unsealer(key: DataKey, use: str) -> Callable[[bytes, str], bytes]:
    """Return `unseal_bytes` for many seals of one use, whose cipher is looked up once."""
    ciphers = {}

    def unseal_one(sealed: bytes, associated_data: str) -> bytes:
        first = sealed[:1]
        if first not in ciphers:
            ciphers[first] = _find_cipher(key, first, associated_data, use)
        return _decrypt(ciphers[first], sealed, associated_data)

    return unseal_one


def _decrypt(cipher: "AESGCM", sealed: bytes, associated_data: str) -> bytes:
    if len(sealed) < OVERHEAD_BYTES:
        raise SealBroken
    try:
        return cipher.decrypt(sealed[1:TEXT_AT], sealed[TEXT_AT:], sealed[:1] + associated_data.encode())
    except _invalid_tag():
        raise SealBroken from None


def _invalid_tag() -> type[Exception]:
    """Imported when something was refused: what seals nothing does not load the package."""
    from cryptography.exceptions import InvalidTag

    return InvalidTag


def _find_cipher(key: DataKey, first: bytes, associated_data: str, use: str) -> "AESGCM":
    """The cipher by the first byte of a seal. Raises SealBroken."""
    if first == FIRST_FORM:
        return _cipher(key.find(1))
    generation = int.from_bytes(first) - DERIVED_FORM
    return _derived_cipher(key.find(generation), *_bind(associated_data, use))


def _bind(associated_data: str, use: str) -> tuple[str, str]:
    """What a derived key is for: a use, or a place."""
    return ("use", use) if use else ("place", associated_data)


@functools.lru_cache(maxsize=MAX_CIPHERS)
def _derived_cipher(key: bytes, kind: str, name: str) -> "AESGCM":
    """A cipher whose key is derived by HKDF-Expand (RFC 5869, 2.3); the data key is uniform, as that needs."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

    info = f"vault seal {kind} {name}".encode()
    return _cipher(HKDFExpand(SHA256(), KEY_BYTES, info).derive(_check_key_length(key)))


def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(_check_key_length(key))


def blind_index(key: bytes, kind: str, value: str) -> str:
    """HMAC-SHA256 in 64 hex digits: equal for equal values of one kind, unpredictable without the key."""
    name = kind.encode()
    return hmac.new(key, len(name).to_bytes(2) + name + value.encode(), hashlib.sha256).hexdigest()


def equals_in_constant_time(a: str, b: str) -> bool:
    return hmac.compare_digest(a.encode(errors="surrogatepass"), b.encode(errors="surrogatepass"))


def _check_key_length(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise SealBroken
    return key
