"""The data keys of operators: encrypted by KMS, decrypted once and cached in memory."""

import base64
import functools

from vault.adapters.aws import client, translate_errors
from vault.adapters.systems import OPERATOR_CONTEXT
from vault.kernel.sealing import SealBroken
from vault.kernel.settings import setting


@functools.lru_cache(maxsize=256)
def decrypt_data_key(wrapped: str, operator_id: str) -> bytes:
    """The key's 32 bytes. Raises SealBroken for another operator's key, Unavailable."""
    with translate_errors("kms"):
        try:
            decrypted = client("kms").decrypt(
                CiphertextBlob=base64.b64decode(wrapped),
                KeyId=setting("VAULT_KMS_KEY"),
                EncryptionContext={OPERATOR_CONTEXT: operator_id},
            )
        except client("kms").exceptions.InvalidCiphertextException:
            raise SealBroken from None
    return bytes(decrypted["Plaintext"])
