"""Data keys of operators: made by KMS, kept wrapped, unwrapped once and cached in memory."""

import base64
import functools

from vault.adapters.aws import client, translate_errors
from vault.kernel.settings import setting


def generate_data_key(operator_id: str) -> str:
    """A fresh 256-bit data key, wrapped for this operator, in base64. Raises Unavailable."""
    with translate_errors("kms"):
        made = client("kms").generate_data_key(
            KeyId=setting("VAULT_KMS_KEY"), KeySpec="AES_256", EncryptionContext={"operator": operator_id}
        )
    return base64.b64encode(made["CiphertextBlob"]).decode()


@functools.lru_cache(maxsize=256)
def decrypt_data_key(wrapped: str, operator_id: str) -> bytes:
    """The 32 bytes of a wrapped data key. Raises Unavailable."""
    with translate_errors("kms"):
        opened = client("kms").decrypt(
            CiphertextBlob=base64.b64decode(wrapped),
            KeyId=setting("VAULT_KMS_KEY"),
            EncryptionContext={"operator": operator_id},
        )
    return bytes(opened["Plaintext"])
