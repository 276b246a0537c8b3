"""Ciphertexts of multi-Region keys: their key ids are too long for moto's header, so moto could not decrypt them."""

from __future__ import annotations

import struct

from moto.kms import utils

MULTI_REGION = b"mrk-"


def patch_multi_region_keys() -> None:
    """Let moto's ciphertexts contain a key id of either length."""
    utils._serialize_ciphertext_blob = _serialize  # noqa: SLF001
    utils._deserialize_ciphertext_blob = _deserialize  # noqa: SLF001


def _serialize(ciphertext: utils.Ciphertext) -> bytes:
    key = ciphertext.key_id.encode()
    return struct.pack(_header(len(key)), key, ciphertext.iv, ciphertext.tag) + bytes(ciphertext.ciphertext)


def _deserialize(ciphertext_blob: bytes) -> utils.Ciphertext:
    longer = len(MULTI_REGION) if ciphertext_blob.startswith(MULTI_REGION) else 0
    header = _header(utils.KEY_ID_LEN + longer)
    size = struct.calcsize(header)
    key, iv, tag = struct.unpack(header, ciphertext_blob[:size])
    return utils.Ciphertext(key_id=key.decode(), iv=iv, ciphertext=ciphertext_blob[size:], tag=tag)


def _header(key_length: int) -> str:
    return f">{key_length}s{utils.IV_LEN}s{utils.TAG_LEN}s"
