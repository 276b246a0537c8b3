"""The pairwise master key (PMK) of WPA2-Personal."""

import re

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind

PBKDF2_ITERATIONS = 4096
PMK_BYTES = 32
MAX_SSID = 32
WPA_PASSPHRASE = re.compile(r"[ -~]{8,63}")
RAW_PSK = re.compile(r"[0-9A-Fa-f]{64}")


class PassphraseInvalid(DomainError):
    """Neither a WPA passphrase nor 64 hex digits."""

    code = ErrorCode.PASSPHRASE_INVALID
    kind = Kind.INVALID


class SsidInvalid(DomainError):
    code = ErrorCode.SSID_INVALID
    kind = Kind.INVALID


def derive_pmk(passphrase: str, ssid: str | bytes) -> bytes:
    """PBKDF2-HMAC-SHA1 of passphrase and SSID, 4096 iterations, 32 bytes (IEEE Std 802.11-2020, J.4.1).

    64 hex digits are the PMK itself. Takes about 2 ms of CPU time. Raises PassphraseInvalid, SsidInvalid.
    """
    salt = encode_ssid(ssid)
    if RAW_PSK.fullmatch(passphrase):
        return bytes.fromhex(passphrase)
    if not WPA_PASSPHRASE.fullmatch(passphrase):
        raise PassphraseInvalid
    return _pbkdf2(passphrase.encode("ascii"), salt)


def encode_ssid(ssid: str | bytes) -> bytes:
    try:
        raw = ssid.encode() if isinstance(ssid, str) else ssid
    except UnicodeEncodeError:
        raise SsidInvalid from None
    if not 1 <= len(raw) <= MAX_SSID:
        raise SsidInvalid
    return raw


def _pbkdf2(passphrase: bytes, salt: bytes) -> bytes:
    # Twice as fast here as hashlib: the wheel carries a newer OpenSSL than Python links.
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    return PBKDF2HMAC(algorithm=SHA1(), length=PMK_BYTES, salt=salt, iterations=PBKDF2_ITERATIONS).derive(passphrase)  # noqa: S303
