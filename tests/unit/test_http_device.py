"""HTTP to a device: which failure of a session it is when no complete answer comes."""

import socket
from collections.abc import Iterator

import pytest

from local.processes import free_port
from tests.scripted_server import response, scripted_server
from vault.adapters import outgoing
from vault.adapters.gateway_session import GatewayFailed, GatewayFailure, GatewayLogin, Maker
from vault.adapters.http_device import DeviceHttp
from vault.adapters.systems import Limits

LIMITS = Limits(connect_seconds=0.2, read_seconds=0.2, total_seconds=5.0, answer_bytes=100)


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VAULT_ALLOW_LOOPBACK", "1")
    monkeypatch.setenv("VAULT_OUTGOING_ADDRESSES", "198.51.100.7/32,198.51.100.8/32")
    outgoing.rules.cache_clear()
    yield
    outgoing.rules.cache_clear()


def failure_at(port: int, address: str = "127.0.0.1") -> GatewayFailed:
    """That of a call there."""
    http = DeviceHttp(GatewayLogin(Maker.PEPLINK, address, port, is_tls=False), LIMITS)
    with pytest.raises(GatewayFailed) as failed:
        http.send("read", "GET", "/", {})
    http.close()
    return failed.value


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (b"", GatewayFailure.CONNECTION),
        (response(b"x" * 50)[:-10], GatewayFailure.PROTOCOL),
        (b"no HTTP at all\r\n\r\n", GatewayFailure.CONNECTION),
        (response(b"x" * 101), GatewayFailure.PROTOCOL),
    ],
    ids=["closed", "cut", "other", "large"],
)
def test_an_answer_that_is_not_complete_is_a_failure_of_its_kind(answer: bytes, failure: GatewayFailure) -> None:
    with scripted_server(answer) as server:
        failed = failure_at(server.listener.getsockname()[1])

    assert failed.failure is failure


def test_a_device_that_is_silent_or_slow_holds_nobody_beyond_the_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, scripted_server(response(b"x" * 50), is_slow=True) as slow:
        failures = [failure_at(each.getsockname()[1]) for each in (silent, slow.listener)]

    assert [each.failure for each in failures] == [GatewayFailure.TIMEOUT] * 2
    assert failures[0].words.endswith("The device has to let in 198.51.100.7/32, 198.51.100.8/32 (updateACL sets it).")


def test_nothing_that_listens_is_a_failure_of_the_connection() -> None:
    failed = failure_at(free_port())

    assert failed.failure is GatewayFailure.CONNECTION


@pytest.mark.parametrize("address", ["169.254.169.254", "127.0.0.2", "::1", "::ffff:169.254.169.254"])
def test_an_address_that_may_not_be_called_is_not_called(address: str) -> None:
    failed = failure_at(80, address)

    assert failed.failure is GatewayFailure.SETUP


def test_a_redirect_is_an_answer_like_any_other() -> None:
    moved = response(status="302 Found", headers=["Location: http://169.254.169.254/"])

    with scripted_server(moved) as server:
        login = GatewayLogin(Maker.PEPLINK, "127.0.0.1", server.listener.getsockname()[1], is_tls=False)
        answer = DeviceHttp(login, LIMITS).send("read", "GET", "/", {})

    assert answer.status == 302
