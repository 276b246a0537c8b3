"""The circuit breaker before Redis: how often a Redis that does not answer is tried."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from vault.adapters import redis
from vault.adapters.systems import Limits, OutsideSystem
from vault.kernel import circuit
from vault.kernel.errors import Unavailable


@pytest.fixture
def silent_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A Redis that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as server:
        server.settimeout(0)
        monkeypatch.setenv("VAULT_REDIS_URL", f"redis://127.0.0.1:{server.getsockname()[1]}")
        monkeypatch.setattr(redis, "SYSTEM", OutsideSystem("redis", limits=Limits(0.5, 0.05)))
        redis.client.cache_clear()
        yield server
    redis.client.cache_clear()


def connections_to(server: socket.socket) -> int:
    """How many connections were made since the last time."""
    number = 0
    while True:
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return number
        number += 1


def test_a_silent_redis_costs_one_time_out(silent_server: socket.socket) -> None:
    for _ in range(5):
        with pytest.raises(Unavailable):
            redis.get_many(["key"])

    assert connections_to(silent_server) == 1


def test_a_silent_redis_is_tried_again_after_some_seconds(
    silent_server: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unavailable):
        redis.get_many(["key"])

    later = time.monotonic() + circuit.OPEN_SECONDS
    monkeypatch.setattr(circuit.time, "monotonic", lambda: later)
    for _ in range(2):
        with pytest.raises(Unavailable):
            redis.get_many(["key"])

    assert connections_to(silent_server) == 2


def test_a_refused_connection_opens_the_breaker_after_some_in_a_row(
    silent_server: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []
    silent_server.close()
    monkeypatch.setattr("redis.connection.Connection._connect", lambda _: refuse(tries))

    for _ in range(circuit.OPENS_AFTER + 2):
        with pytest.raises(Unavailable):
            redis.get_many(["key"])

    assert len(tries) == circuit.OPENS_AFTER


def refuse(tries: list[str]) -> Any:
    tries.append("")
    raise ConnectionRefusedError


def test_a_mistake_in_our_own_code_does_not_open_the_breaker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis, "client", object)

    for _ in range(circuit.OPENS_AFTER + 1):
        with pytest.raises(AttributeError):
            redis.delete("key")


def test_an_answer_closes_the_breaker() -> None:
    breaker = circuit.CircuitBreaker("redis")
    breaker.record_timeout()
    breaker.record_success()

    assert breaker.call(lambda: "answer") == "answer"
    breaker.record_failure()
    breaker.check()
