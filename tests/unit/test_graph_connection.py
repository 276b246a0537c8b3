"""Which failures mean that the database does not answer: those of the network, known by their types."""

import functools
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from gremlin_python.driver.aiohttp.transport import AiohttpTransport
from yarl import URL

from local.processes import free_port
from vault.graph import connection
from vault.graph.connection import execute
from vault.graph.steps import __
from vault.kernel.errors import Unavailable

REQUEST = aiohttp.RequestInfo(URL("ws://graph"), "GET", {}, URL("ws://graph"))  # type: ignore[arg-type]
OF_THE_NETWORK = (
    OSError("no route"),
    ConnectionResetError("reset"),
    TimeoutError("silent"),
    RuntimeError("Connection was closed by server."),
    aiohttp.ServerDisconnectedError(),
    aiohttp.ClientConnectionResetError("closing"),
    aiohttp.ClientPayloadError("cut off"),
    aiohttp.WSServerHandshakeError(REQUEST, (), status=503),
)
OF_OUR_OWN = (
    ValueError("Failed to connect the steps"),
    TypeError("Connection is no step"),
    type("ConnectionMistake", (Exception,), {})("ours"),
)


@pytest.fixture(autouse=True)
def _own_connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Connections of this test alone, to a port where nobody listens."""
    monkeypatch.setattr(connection, "client", functools.cache(connection.client.__wrapped__))
    monkeypatch.setenv("VAULT_GRAPH_WRITER", f"ws://127.0.0.1:{free_port()}/gremlin")
    monkeypatch.setenv("VAULT_GRAPH_IAM", "0")
    yield
    connection.close_client("WRITER")


def stand_in(monkeypatch: pytest.MonkeyPatch, method: str, outcome: Exception | None) -> None:
    """Let the driver's transport succeed in everything but one method, which raises this or returns None."""

    def behave(*_: Any, **__: Any) -> None:
        if outcome is not None:
            raise outcome

    for each in ("connect", "write", "read"):
        monkeypatch.setattr(AiohttpTransport, each, behave if each == method else lambda *_, **__: None)


@pytest.mark.parametrize("method", ["connect", "write", "read"])
@pytest.mark.parametrize("error", OF_THE_NETWORK, ids=lambda error: type(error).__name__)
def test_a_failure_of_the_network_is_unavailable(
    monkeypatch: pytest.MonkeyPatch, method: str, error: Exception
) -> None:
    stand_in(monkeypatch, method, error)

    with pytest.raises(Unavailable):
        execute(__.V("a"))


@pytest.mark.parametrize("method", ["connect", "write", "read"])
@pytest.mark.parametrize("error", OF_OUR_OWN, ids=lambda error: type(error).__name__)
def test_an_error_of_our_own_stays_one_whatever_it_is_called_and_says(
    monkeypatch: pytest.MonkeyPatch, method: str, error: Exception
) -> None:
    stand_in(monkeypatch, method, error)

    with pytest.raises(type(error)):
        execute(__.V("a"))


def test_a_socket_that_closes_in_place_of_an_answer_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "read", None)

    with pytest.raises(Unavailable):
        execute(__.V("a"))


def test_a_socket_that_the_server_refuses_with_403_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: Any, **__: Any) -> None:
        raise aiohttp.WSServerHandshakeError(REQUEST, (), status=403)

    monkeypatch.setattr(aiohttp.ClientSession, "ws_connect", refuse)

    with pytest.raises(Unavailable):
        execute(__.V("a"))


def test_a_port_where_nobody_listens_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        execute(__.V("a"))


def test_a_connection_that_another_thread_dropped_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    def drop(*_: Any) -> bytes:
        connection.close_client("WRITER")
        message = "Client is closed"
        raise RuntimeError(message)

    stand_in(monkeypatch, "none", None)
    monkeypatch.setattr(connection.client("WRITER"), "submit", drop)

    with pytest.raises(Unavailable):
        execute(__.V("a"))
