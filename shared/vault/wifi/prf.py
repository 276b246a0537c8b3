"""Pseudorandom functions that make keys of keys; what each block is the HMAC of stands here once."""

import hmac


def prf_sha1(key: bytes, label: bytes, data: bytes, bits: int) -> bytes:
    """PRF: the first `bits`, a multiple of 8, of blocks of HMAC-SHA1 (IEEE Std 802.11-2020, 12.7.1.2)."""
    numbers = range(-(-bits // 160))
    return b"".join(hmac.digest(key, prf_block(label, data, number), "sha1") for number in numbers)[: bits // 8]


def prf_block(label: bytes, data: bytes, number: int = 0) -> bytes:
    """What a block of PRF is the HMAC of; blocks count from 0, in one byte."""
    return label + b"\0" + data + bytes((number,))


def kdf_sha256(key: bytes, label: bytes, context: bytes, bits: int) -> bytes:
    """KDF-SHA-256: the first `bits`, a multiple of 8, of blocks of HMAC-SHA256 (IEEE Std 802.11-2020, 12.7.1.6.2)."""
    numbers = range(1, 1 - (-bits // 256))
    blocks = (hmac.digest(key, kdf_block(label, context, bits, number), "sha256") for number in numbers)
    return b"".join(blocks)[: bits // 8]


def kdf_block(label: bytes, context: bytes, bits: int, number: int = 1) -> bytes:
    """What a block of KDF is the HMAC of; blocks count from 1. Number and bits have two bytes, the lesser first."""
    return number.to_bytes(2, "little") + label + context + bits.to_bytes(2, "little")
