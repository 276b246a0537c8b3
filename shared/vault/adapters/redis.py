"""Redis: limits, short-lived copies, and marks of what was done."""

import functools
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from vault.adapters import cache_signing
from vault.kernel.errors import Unavailable
from vault.kernel.settings import setting

LONGER = "if redis.call('TTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'EX', ARGV[1]) end"


@functools.cache
def client() -> Any:
    """The connection, kept for the life of the process."""
    from redis import Redis

    signed = {"credential_provider": cache_signing.credentials()} if cache_signing.signs() else {}
    return Redis.from_url(
        setting("VAULT_REDIS_URL"), decode_responses=True, socket_connect_timeout=0.5, socket_timeout=1, **signed
    )


@contextmanager
def reached() -> Iterator[None]:
    """Unavailable where Redis does not answer."""
    from redis.exceptions import RedisError

    try:
        yield
    except RedisError as error:
        raise Unavailable(service="redis") from error
    except AttributeError as error:
        if not _is_of_closed_connection(error):
            raise
        raise Unavailable(service="redis") from error


def _is_of_closed_connection(error: AttributeError) -> bool:
    """Whether redis-py itself used a socket or buffer that is None.

    Its parser reads from `self._buffer`, and another thread that closes the connection while it is being made sets
    that to None (redis/_parsers/base.py, `on_disconnect`).
    """
    frame, _ = list(traceback.walk_tb(error.__traceback__))[-1]
    return error.obj is None and frame.f_globals["__name__"].startswith("redis.")


def count(key: str, seconds: int) -> tuple[int, int]:
    """Count one more under a key that lives so long from its first count: the count, and the seconds left."""
    with reached():
        pipeline = client().pipeline(transaction=True)
        pipeline.set(key, 0, ex=seconds, nx=True)
        pipeline.incr(key)
        pipeline.ttl(key)
        _, number, left = pipeline.execute()
    return int(number), max(int(left), 1)


def join(key: str, member: str, seconds: int, beside: str) -> tuple[int, int]:
    """Join those under a key, of whom none counts longer than so: how many they are, and the count under another key.

    Raises Unavailable.
    """
    with reached():
        moment = time.time()
        pipeline = client().pipeline(transaction=True)
        pipeline.zremrangebyscore(key, 0, moment - seconds)
        pipeline.zadd(key, {member: moment})
        pipeline.expire(key, seconds)
        pipeline.zcard(key)
        pipeline.get(beside)
        *_, joined, counted = pipeline.execute()
    return int(joined), int(counted or 0)


def leave(key: str, member: str) -> None:
    """Be no more among those under a key. Raises Unavailable."""
    with reached():
        client().zrem(key, member)


def seconds_left(key: str) -> int:
    """How long a key still lives; 0 where it does not. Raises Unavailable."""
    with reached():
        return max(int(client().ttl(key)), 0)


def mark(key: str, seconds: int) -> bool:
    """Set a mark; False where it stood already. Raises Unavailable."""
    with reached():
        return bool(client().set(key, "1", ex=seconds, nx=True))


def lengthen(key: str, seconds: int) -> None:
    """Set a mark for so long, unless it stands longer. Raises Unavailable."""
    with reached():
        client().eval(LONGER, 1, key, seconds)


def forget(*keys: str) -> None:
    """Drop keys. Raises Unavailable."""
    with reached():
        client().delete(*keys)


def copies(keys: Sequence[str]) -> list[str | None]:
    """The texts under keys, None where there is none. Raises Unavailable."""
    with reached():
        return list(client().mget(keys)) if keys else []


def keep(texts: Mapping[str, str], seconds: int) -> None:
    """Keep texts under their keys for so long. Raises Unavailable."""
    with reached():
        pipeline = client().pipeline(transaction=False)
        for key, value in texts.items():
            pipeline.set(key, value, ex=seconds)
        pipeline.execute()


def hold(key: str, value: str, seconds: int) -> bool:
    """Hold a key with a value; False where it is held with another one. Raises Unavailable."""
    with reached():
        return bool(client().set(key, value, ex=seconds, nx=True)) or client().get(key) in {value, None}
