"""The short-lived copies of profiles in Redis: their names, and dropping one."""

from vault.adapters import redis
from vault.operators.model import Operator


def redis_key(operator: Operator, token: str) -> str:
    """Also the associated data of the sealed copy."""
    return f"person:{operator.id}:{token}"


def delete_cached_profile(operator: Operator, token: str) -> None:
    """Raises Unavailable."""
    redis.delete(redis_key(operator, token))
