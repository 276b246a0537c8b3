"""What is kept of a secret that a machine shows: enough to know it again, and no more."""

from vault.kernel.sealing import blind_index
from vault.operators.model import Operator
from vault.operators.service import get_keyring


def digest_machine_secret(operator: Operator, machine_id: str, secret: str) -> str:
    """64 hex digits of an HMAC under the operator's key, of this machine and its secret. Raises Unavailable."""
    return blind_index(get_keyring(operator).index_key, "machine_secret", f"{len(machine_id)}:{machine_id}{secret}")
