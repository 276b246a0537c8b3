"""Redis: limits, short-lived copies and marks, behind a circuit breaker.

Every function raises Unavailable where Redis does not answer.
"""

import functools
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from vault.adapters import cache_signing
from vault.adapters.systems import Service
from vault.kernel.circuit import CircuitBreaker
from vault.kernel.create_once import create_once
from vault.kernel.errors import Unavailable
from vault.kernel.settings import setting

SYSTEM = Service.REDIS.value
EXTEND = "if redis.call('TTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'EX', ARGV[1]) end"


@create_once
def client() -> Any:
    """The connection, kept for the life of the process."""
    from redis import Redis

    signed = {"credential_provider": cache_signing.credentials()} if cache_signing.signs() else {}
    return Redis.from_url(
        setting("VAULT_REDIS_URL"),
        decode_responses=True,
        socket_connect_timeout=SYSTEM.limits.connect_seconds,
        socket_timeout=SYSTEM.limits.read_seconds,
        **signed,
    )


@functools.lru_cache(maxsize=1)
def _breaker(_client: Any) -> CircuitBreaker:
    # A new client begins with a closed breaker.
    return CircuitBreaker(SYSTEM.name)


@contextmanager
def _use_client() -> Iterator[Any]:
    """Yield the client; a time-out opens the breaker at once, so that a silent Redis costs a call one time-out."""
    from redis import exceptions

    breaker = _breaker(client())
    breaker.check()
    try:
        yield client()
    except exceptions.TimeoutError as error:
        breaker.record_timeout()
        raise Unavailable(service=SYSTEM.name) from error
    except exceptions.RedisError as error:
        breaker.record_failure()
        raise Unavailable(service=SYSTEM.name) from error
    except AttributeError as error:
        if not _is_of_closed_connection(error):
            raise
        breaker.record_failure()
        raise Unavailable(service=SYSTEM.name) from error
    breaker.record_success()


def _is_of_closed_connection(error: AttributeError) -> bool:
    """Whether redis-py itself used a socket or buffer that is None.

    Its parser reads from `self._buffer`, and another thread that closes the connection while it is being made sets
    that to None (redis/_parsers/base.py, `on_disconnect`).
    """
    frame, _ = list(traceback.walk_tb(error.__traceback__))[-1]
    return error.obj is None and frame.f_globals["__name__"].startswith("redis.")


def increment(key: str, seconds: int) -> tuple[int, int]:
    """Add one to a counter that expires `seconds` after its first increment; return its value and the seconds left."""
    with _use_client() as redis:
        pipeline = redis.pipeline(transaction=True)
        pipeline.set(key, 0, ex=seconds, nx=True)
        pipeline.incr(key)
        pipeline.ttl(key)
        _, number, left = pipeline.execute()
    return int(number), max(int(left), 1)


def add_to_window(key: str, member: str, seconds: int, counter_key: str) -> tuple[int, int]:
    """Add `member` to a sliding window of `seconds`; return the window's size and the counter at `counter_key`."""
    with _use_client() as redis:
        moment = time.time()
        pipeline = redis.pipeline(transaction=True)
        pipeline.zremrangebyscore(key, 0, moment - seconds)
        pipeline.zadd(key, {member: moment})
        pipeline.expire(key, seconds)
        pipeline.zcard(key)
        pipeline.get(counter_key)
        *_, size, counter = pipeline.execute()
    return int(size), int(counter or 0)


def remove_from_window(key: str, member: str) -> None:
    """Remove `member` from the sliding window at `key`."""
    with _use_client() as redis:
        redis.zrem(key, member)


def get_ttl(key: str) -> int:
    """The seconds until a key expires; 0 where there is no such key."""
    with _use_client() as redis:
        return max(int(redis.ttl(key)), 0)


def set_if_absent(key: str, seconds: int) -> bool:
    """Set a mark; False where it was set already."""
    with _use_client() as redis:
        return bool(redis.set(key, "1", ex=seconds, nx=True))


def set_if_absent_or_equal(key: str, value: str, seconds: int) -> bool:
    """Set a value; False where the key holds another one. The same value keeps its first expiry."""
    with _use_client() as redis:
        return bool(redis.set(key, value, ex=seconds, nx=True)) or redis.get(key) in {value, None}


def extend_ttl(key: str, seconds: int) -> None:
    """Set a mark, or let it expire later; a longer time that it has already stays."""
    with _use_client() as redis:
        redis.eval(EXTEND, 1, key, seconds)


def delete(*keys: str) -> None:
    """Delete keys, where they exist."""
    with _use_client() as redis:
        redis.delete(*keys)


def get_many(keys: Sequence[str]) -> list[str | None]:
    """The values of keys, None where there is none."""
    if not keys:
        return []
    with _use_client() as redis:
        return list(redis.mget(keys))


def set_many(values: Mapping[str, str], seconds: int) -> None:
    """Set values by key; each expires after `seconds`."""
    with _use_client() as redis:
        pipeline = redis.pipeline(transaction=False)
        for key, value in values.items():
            pipeline.set(key, value, ex=seconds)
        pipeline.execute()
