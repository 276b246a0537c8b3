"""What of Redis's client means that Redis does not answer."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from redis._parsers.base import BaseParser
from redis.client import Pipeline
from redis.connection import Connection
from redis.exceptions import DataError, ResponseError

from vault.adapters import redis
from vault.kernel import circuit
from vault.kernel.errors import Unavailable


@pytest.fixture
def _listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server that takes connections and says nothing."""
    redis.client.cache_clear()
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("VAULT_REDIS_URL", f"redis://127.0.0.1:{server.getsockname()[1]}/0")
        yield
    redis.client.cache_clear()


@pytest.mark.usefixtures("_listening")
def test_a_connection_that_closes_while_it_is_made_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    original = Connection.send_command

    def send_and_lose(connection: Connection, *words: Any, **options: Any) -> None:
        original(connection, *words, **options)
        connection.disconnect()

    monkeypatch.setattr(Connection, "send_command", send_and_lose)

    with pytest.raises(Unavailable) as response:
        redis.get_ttl("key")

    assert isinstance(response.value.__cause__, AttributeError)


def test_an_attribute_that_our_own_code_lacks_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis, "client", lambda: None)

    with pytest.raises(AttributeError, match="ttl"):
        redis.get_ttl("key")


def test_a_value_that_the_client_cannot_use_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    from redis import Redis

    monkeypatch.setattr(redis, "client", lambda: Redis(connection_pool=object()))

    with pytest.raises(AttributeError, match="object"):
        redis.get_ttl("key")


class _Refusing:
    """A client whose TTL command gets this answer from Redis."""

    def __init__(self, answer: str) -> None:
        self._answer = answer

    def ttl(self, _key: str) -> int:
        raise BaseParser.parse_error(self._answer)


@pytest.mark.parametrize(
    "answer",
    [
        "WRONGTYPE Operation against a key holding the wrong kind of value",
        "ERR wrong number of arguments for 'ttl' command",
        "CROSSSLOT Keys in request don't hash to the same slot",
    ],
)
def test_a_command_that_redis_refuses_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    refusing = _Refusing(answer)
    monkeypatch.setattr(redis, "client", lambda: refusing)

    for _ in range(circuit.OPENS_AFTER + 1):
        with pytest.raises(ResponseError):
            redis.get_ttl("key")


@pytest.mark.parametrize(
    "answer",
    [
        "LOADING Redis is loading the dataset in memory",
        "READONLY You can't write against a read only replica.",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "OOM command not allowed when used memory > 'maxmemory'.",
        "ERR max number of clients reached",
        "WRONGPASS invalid username-password pair or user is disabled.",
        "MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk.",
        "BUSY Redis is busy running a script.",
        "NOREPLICAS Not enough good replicas to write.",
    ],
    ids=lambda answer: answer.partition(" ")[0],
)
def test_a_server_that_cannot_serve_now_is_unavailable(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    refusing = _Refusing(answer)
    monkeypatch.setattr(redis, "client", lambda: refusing)

    with pytest.raises(Unavailable):
        redis.get_ttl("key")


def test_a_state_of_the_server_is_recognised_in_a_pipeline() -> None:
    error = BaseParser.parse_error("MISCONF Redis is unable to persist to disk.")

    Pipeline.annotate_exception(None, error, 1, ("SET", "key", "1"))

    assert not redis._is_refused_command(error)


@pytest.mark.usefixtures("_listening")
def test_a_value_that_the_client_refuses_to_send_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "connect", lambda _: None)

    for _ in range(circuit.OPENS_AFTER + 1):
        with pytest.raises(DataError):
            redis.delete(None)  # type: ignore[arg-type]  # the mistake
