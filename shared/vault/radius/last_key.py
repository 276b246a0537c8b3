"""The key with which a device joined last: a hint kept for a day in Redis under a blind index, never key material."""

import logging

from vault.adapters import redis
from vault.kernel.errors import Unavailable
from vault.kernel.sealing import blind_index
from vault.operators.model import Operator
from vault.operators.service import get_keyring

TTL_SECONDS = 86_400
log = logging.getLogger("vault.radius")


def redis_key(operator: Operator, mac: str, ssid: str) -> str:
    return f"last_key:{operator.id}:{blind_index(get_keyring(operator).index_key, 'last_key', f'{mac} {ssid}')}"


def find_hint(key: str) -> tuple[str, str] | None:
    """The KeyID and the id of its bin; None without a hint, or without Redis."""
    try:
        (stored,) = redis.get_many([key])
    except Unavailable:
        log.warning("without Redis every device is searched for")
        return None
    key_id, _, bin_id = (stored or "").partition(" ")
    return (key_id, bin_id) if key_id and bin_id else None


def store_hint(key: str, key_id: str, bin_id: str) -> None:
    try:
        redis.set_many({key: f"{key_id} {bin_id}"}, TTL_SECONDS)
    except Unavailable:
        log.warning("without Redis every device is searched for")
