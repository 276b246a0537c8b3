"""What of Redis's client means that Redis does not answer."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from redis.connection import Connection

from vault.adapters import redis
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
