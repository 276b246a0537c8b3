"""With which key a device joined last: a hint, kept for a day in Redis under a blind index, never key material."""

import logging

from vault.adapters import redis
from vault.kernel.errors import Unavailable
from vault.kernel.sealing import blind_index
from vault.operators.model import Operator
from vault.operators.service import keyring

KEPT_SECONDS = 86_400
log = logging.getLogger("vault.radius")


def place(operator: Operator, mac: str, ssid: str) -> str:
    """Where the hint for a device on a network lies."""
    return f"recent_key:{operator.id}:{blind_index(keyring(operator).index_key, 'recent_key', f'{mac} {ssid}')}"


def hint(where: str) -> tuple[str, str] | None:
    """The KeyID, and the bin that it lies in; None without a hint, or without Redis."""
    try:
        (told,) = redis.get_many([where])
    except Unavailable:
        log.warning("without Redis every device is searched for")
        return None
    key_id, _, bin_id = (told or "").partition(" ")
    return (key_id, bin_id) if key_id and bin_id else None


def keep(where: str, key_id: str, bin_id: str) -> None:
    """Leave a hint, if Redis is there."""
    try:
        redis.set_many({where: f"{key_id} {bin_id}"}, KEPT_SECONDS)
    except Unavailable:
        log.warning("without Redis every device is searched for")
