"""Redis: limits and short-lived copies, behind a circuit breaker. All functions raise Unavailable."""

import functools
import re
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
ACQUIRE = """
local other = redis.call('HGET', KEYS[1], 'value')
if other and other ~= ARGV[1] then return math.max(redis.call('TTL', KEYS[1]), 1) end
redis.call('HSET', KEYS[1], 'value', ARGV[1], ARGV[2], '')
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 0
"""
RELEASE = """
if redis.call('HDEL', KEYS[1], ARGV[1]) == 1 and redis.call('HLEN', KEYS[1]) == 1 then redis.call('DEL', KEYS[1]) end
"""


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


def get_ttl(key: str) -> int:
    """Seconds until the key expires; 0 without a key."""
    with _use_client() as redis:
        return max(int(redis.ttl(key)), 0)


def set_if_absent(key: str, seconds: int) -> bool:
    """Whether the key was absent."""
    with _use_client() as redis:
        return bool(redis.set(key, "1", ex=seconds, nx=True))


def acquire_shared(key: str, value: str, owner: str, seconds: int) -> int:
    """Acquire a lock that owners share while they want the same value; return 0, or else the seconds to wait.

    `seconds` bound what an owner leaves that ends without releasing it.
    """
    with _use_client() as redis:
        return int(redis.eval(ACQUIRE, 1, key, value, owner, seconds))


def release_shared(key: str, owner: str) -> None:
    """The last owner's release frees the lock."""
    with _use_client() as redis:
        redis.eval(RELEASE, 1, key, owner)


def run_script(script: str, keys: Sequence[str], argument: str) -> int:
    """Run a Lua script that returns a number."""
    with _use_client() as redis:
        return int(redis.eval(script, len(keys), *keys, argument))


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
