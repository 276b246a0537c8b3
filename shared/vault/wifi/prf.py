"""Pseudorandom functions that derive keys, and the HMAC input of each block."""

import hmac


def prf_sha1(key: bytes, label: bytes, data: bytes, bits: int) -> bytes:
    """PRF with HMAC-SHA1 (IEEE Std 802.11-2020, 12.7.1.2); `bits` is a multiple of 8."""
    numbers = range(-(-bits // 160))
    return b"".join(hmac.digest(key, prf_block(label, data, number), "sha1") for number in numbers)[: bits // 8]


def prf_block(label: bytes, data: bytes, number: int = 0) -> bytes:
    return label + b"\0" + data + bytes((number,))


def kdf_sha256(key: bytes, label: bytes, context: bytes, bits: int) -> bytes:
    """KDF-SHA-256 (IEEE Std 802.11-2020, 12.7.1.6.2); `bits` is a multiple of 8."""
    numbers = range(1, 1 - (-bits // 256))
    blocks = (hmac.digest(key, kdf_block(label, context, bits, number), "sha256") for number in numbers)
    return b"".join(blocks)[: bits // 8]


def kdf_block(label: bytes, context: bytes, bits: int, number: int = 1) -> bytes:
    return number.to_bytes(2, "little") + label + context + bits.to_bytes(2, "little")
