"""What is created on first use is created once, by however many threads."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from vault.adapters import aws, aws_session, http, redis
from vault.graph import connection
from vault.kernel.create_once import create_once

THREADS = 8


def call_at_once(function: Callable[[], Any]) -> list[Any]:
    """What a function returns to threads that call it in one moment."""
    start = threading.Barrier(THREADS)

    def call() -> Any:
        start.wait()
        return function()

    with ThreadPoolExecutor(THREADS) as threads:
        return [future.result() for future in [threads.submit(call) for _ in range(THREADS)]]


def test_threads_that_come_at_once_get_one_value() -> None:
    created = []

    @create_once
    def client(name: str) -> object:
        time.sleep(0.05)
        created.append(name)
        return object()

    clients = call_at_once(lambda: client("graph"))

    assert created == ["graph"]
    assert len(set(clients)) == 1


def test_other_arguments_have_another_value() -> None:
    client = create_once(lambda name: [name])

    assert client("reader") is client("reader")
    assert client("reader") is not client("writer")


def test_after_cache_clear_the_value_is_created_again() -> None:
    client = create_once(object)
    first = client()

    client.cache_clear()

    assert client() is not first


def test_an_error_is_not_kept() -> None:
    outcomes = iter([OSError("no route"), "client"])

    @create_once
    def client() -> str:
        outcome = next(outcomes)
        if isinstance(outcome, OSError):
            raise outcome
        return str(outcome)

    with pytest.raises(OSError, match="no route"):
        client()

    assert client() == "client"


def test_threads_that_use_redis_first_share_one_client(monkeypatch: pytest.MonkeyPatch) -> None:
    from redis import Redis

    created = []

    def create_slowly(*_: object, **__: object) -> object:
        time.sleep(0.05)
        created.append(object())
        return created[-1]

    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")
    monkeypatch.setattr(Redis, "from_url", create_slowly)
    redis.client.cache_clear()

    clients = call_at_once(redis.client)

    redis.client.cache_clear()
    assert clients == created * THREADS


@pytest.mark.parametrize(
    "client",
    [redis.client, aws.session, aws.client, aws_session.session, http.pools, connection.client],
    ids=lambda client: client.__wrapped__.__module__,
)
def test_every_client_is_created_once(client: Any) -> None:
    assert type(client) is type(create_once(object))
