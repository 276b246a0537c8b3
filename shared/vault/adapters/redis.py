"""Redis: limits and short-lived copies, behind a circuit breaker. All functions raise Unavailable."""

import functools
import re
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

RedisClient = Any
"""redis-py types each result as that of its synchronous or its asynchronous client."""
SYSTEM = Service.REDIS.value
SERVER_STATE = re.compile(r"(^|caused error: )(BUSY|MISCONF|NOREPLICAS|UNKILLABLE) ")
"""Errors of a server that cannot serve now and for which redis-py has no class; a pipeline puts the command first."""
EXTEND = "if redis.call('TTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'EX', ARGV[1]) end"


@create_once
def client() -> RedisClient:
    from redis import Redis

    signed = {"credential_provider": cache_signing.credentials()} if cache_signing.uses_iam() else {}
    return Redis.from_url(
        setting("VAULT_REDIS_URL"),
        decode_responses=True,
        socket_connect_timeout=SYSTEM.limits.connect_seconds,
        socket_timeout=SYSTEM.limits.read_seconds,
        **signed,
    )


@functools.lru_cache(maxsize=1)
def _breaker(_client: RedisClient) -> CircuitBreaker:
    # A new client begins with a closed breaker.
    return CircuitBreaker(SYSTEM.name)


@contextmanager
def _use_client() -> Iterator[RedisClient]:
    """A time-out opens the breaker at once, so that a silent Redis costs a call one time-out."""
    from redis import exceptions

    breaker = _breaker(client())
    breaker.check()
    try:
        yield client()
    except exceptions.TimeoutError as error:
        breaker.record_timeout()
        raise Unavailable(service=SYSTEM.name) from error
    except exceptions.RedisError as error:
        if _is_refused_command(error):
            raise
        breaker.record_failure()
        raise Unavailable(service=SYSTEM.name) from error
    except AttributeError as error:
        if not _is_of_closed_connection(error):
            raise
        breaker.record_failure()
        raise Unavailable(service=SYSTEM.name) from error
    breaker.record_success()


def _is_refused_command(error: Exception) -> bool:
    """Whether the client or Redis refused what VAULT sent; redis-py has subclasses for most states of a server."""
    from redis import exceptions

    if type(error) is exceptions.ResponseError:
        return not SERVER_STATE.search(str(error))
    return isinstance(error, (exceptions.DataError, exceptions.ClusterCrossSlotError))


def _is_of_closed_connection(error: AttributeError) -> bool:
    """Whether redis-py used a buffer that another thread had set to None (redis/_parsers/base.py, `on_disconnect`)."""
    frame, _ = list(traceback.walk_tb(error.__traceback__))[-1]
    return error.obj is None and frame.f_globals["__name__"].startswith("redis.")


def increment(key: str, seconds: int) -> tuple[int, int]:
    """Increment a counter that expires `seconds` after it began; return its value and the seconds left."""
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
    with _use_client() as redis:
        redis.zrem(key, member)


def get_ttl(key: str) -> int:
    """Seconds until the key expires; 0 without a key."""
    with _use_client() as redis:
        return max(int(redis.ttl(key)), 0)


def set_if_absent(key: str, seconds: int) -> bool:
    """Whether the key was absent."""
    with _use_client() as redis:
        return bool(redis.set(key, "1", ex=seconds, nx=True))


def set_if_absent_or_equal(key: str, value: str, seconds: int) -> bool:
    """False where the key has another value; the same value keeps its expiry."""
    with _use_client() as redis:
        return bool(redis.set(key, value, ex=seconds, nx=True)) or redis.get(key) in {value, None}


def extend_ttl(key: str, seconds: int) -> None:
    """Set the key, or extend its time to live to `seconds`; a longer one stays."""
    with _use_client() as redis:
        redis.eval(EXTEND, 1, key, seconds)


def delete(*keys: str) -> None:
    with _use_client() as redis:
        redis.delete(*keys)


def get_many(keys: Sequence[str]) -> list[str | None]:
    """None for each key that does not exist."""
    if not keys:
        return []
    with _use_client() as redis:
        return list(redis.mget(keys))


def set_many(values: Mapping[str, str], seconds: int) -> None:
    """Each value expires after `seconds`."""
    with _use_client() as redis:
        pipeline = redis.pipeline(transaction=False)
        for key, value in values.items():
            pipeline.set(key, value, ex=seconds)
        pipeline.execute()
