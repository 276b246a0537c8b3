"""New data keys of operators, encrypted by KMS."""

import base64

from vault.adapters.aws import client, translate_errors
from vault.adapters.systems import OPERATOR_CONTEXT
from vault.kernel.settings import setting


def generate_data_key(operator_id: str) -> str:
    """A new 256-bit key, encrypted for this operator, in base64. Raises Unavailable."""
    with translate_errors("kms"):
        generated = client("kms").generate_data_key(
            KeyId=setting("VAULT_KMS_KEY"), KeySpec="AES_256", EncryptionContext={OPERATOR_CONTEXT: operator_id}
        )
    return base64.b64encode(generated["CiphertextBlob"]).decode()
