"""Digests of the secrets of machines, to verify them without storing them."""

from vault.kernel.sealing import blind_index
from vault.operators.model import Operator
from vault.operators.service import get_keyring


def digest_machine_secret(operator: Operator, machine_id: str, secret: str) -> str:
    """HMAC of machine id and secret under the operator's key, in 64 hex digits. Raises Unavailable."""
    return blind_index(get_keyring(operator).index_key, "machine_secret", f"{len(machine_id)}:{machine_id}{secret}")
