"""A MikroTik that breaks off, hangs, lies or floods: documented errors, and the next session completes the work."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from local.routeros.faults import Faults
from local.routeros.simulator import HOST, RouterOs
from tests.routers import LIMITS, OFF, ON, REMOVAL, VLAN, apply, login_to, rows_of_ours, session_with, switch_on
from tests.scripted_server import response, scripted_server
from vault.adapters import gateways
from vault.adapters.gateway_session import GatewayFailed, GatewayFailure, GatewayLogin, Maker, VlanRefused
from vault.adapters.systems import Limits

QUICK = Limits(connect_seconds=0.5, read_seconds=0.3, total_seconds=1.0, tries=1, has_breaker=False)
COMMANDS = 30
"""More than a session of one VLAN has."""
MEGABYTE = 1_000_000


def failure_with(router: RouterOs, faults: Faults, service: str = "api", limits: Limits = QUICK) -> GatewayFailed:
    """Why a session ends that orders the VLAN while this goes wrong."""
    with session_with(router, service, limits) as session:
        router.set_faults(faults)
        with pytest.raises(GatewayFailed) as raised:
            session.read([VLAN])
    router.set_faults(Faults())
    return raised.value


@pytest.mark.parametrize("service", ["api", "www"])
@pytest.mark.parametrize("switch", ["close_before", "close_after"])
def test_a_session_cut_at_any_command_is_completed_by_the_next_one(service: str, switch: str) -> None:
    cut = 0
    for number in range(1, COMMANDS):
        with RouterOs() as router:
            transport = {"transport": "rest"} if service == "www" else {}
            with session_with(router, service, **transport) as session, suppress(GatewayFailed):
                router.set_faults(Faults(**{switch: number}))
                session.read([VLAN])
                session.apply(ON)
            cut += bool(router.commands[-1].outcome)
            router.set_faults(Faults())

            with session_with(router, service) as session:
                session.read([VLAN])
                session.apply(ON)
                state = session.read([VLAN])[VLAN]

            assert (state.is_on, state.limits) == (True, LIMITS), number
            assert [len(rows) for rows in rows_of_ours(router).values()] == [1] * 7, number
            assert len(router.rows("/ip/firewall/filter")) == 14, number
    assert cut > 20


@pytest.mark.parametrize("switch", ["close_before", "close_after"])
def test_a_removal_cut_at_any_command_is_completed_by_the_next_one(switch: str) -> None:
    for number in range(1, COMMANDS):
        with RouterOs() as router:
            apply(router, ON)
            with session_with(router) as session, suppress(GatewayFailed):
                router.set_faults(Faults(**{switch: number}))
                session.apply(REMOVAL)
            router.set_faults(Faults())

            apply(router, REMOVAL)

            assert [len(rows) for rows in rows_of_ours(router).values()] == [0] * 7, number


def test_an_interface_is_never_on_without_its_limit_wherever_the_session_is_cut() -> None:
    for number in range(1, COMMANDS):
        with RouterOs() as router:
            with session_with(router) as session, suppress(GatewayFailed):
                router.set_faults(Faults(close_after=number))
                session.apply(ON)

            is_on = any(row["disabled"] == "false" for row in router.rows("/interface/vlan"))
            has_queue = bool(router.rows("/queue/simple"))
            assert has_queue or not is_on, number


@pytest.mark.parametrize("faults", [Faults(hangs=True), Faults(delay_seconds=5.0), Faults(lose_reply=1)])
@pytest.mark.parametrize("service", ["api", "www"])
def test_a_router_that_does_not_answer_costs_a_commands_time(router: RouterOs, service: str, faults: Faults) -> None:
    began = time.monotonic()

    failure = failure_with(router, Faults(**faults.to_json()), service)

    assert failure.failure is GatewayFailure.TIMEOUT
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("count", [0, 1, 30])
@pytest.mark.parametrize("service", ["api", "www"])
def test_an_answer_that_is_cut_is_not_taken(router: RouterOs, service: str, count: int) -> None:
    failure = failure_with(router, Faults(cut_answer_bytes=count), service)

    assert failure.failure in {GatewayFailure.CONNECTION, GatewayFailure.PROTOCOL}


WORDS = {
    "100 MB": b"\xe5\xf5\xe1\x00" + b"x" * (4 * MEGABYTE),
    "many sentences": b"\x03!re\x03=a=\x00" * MEGABYTE,
    "a reserved length": b"\xff" * 10,
    "another protocol": b"HTTP/1.1 400 Bad Request\r\n\r\n" + b"\0" * 72,
    "an unknown reply": b"\x04!odd\x00",
    "empty sentences": b"\0" * 10,
    "no UTF-8": b"\x04!re\xff\x00",
    "a row without an id": b"\x03!re\x07=name=a\x00\x05!done\x00",
}


@pytest.mark.parametrize("answer", WORDS.values(), ids=WORDS)
def test_an_answer_that_is_none_ends_the_session(router: RouterOs, answer: bytes) -> None:
    failure = failure_with(router, Faults(answer_instead=answer), limits=gateways.SYSTEM.limits)

    assert failure.failure is GatewayFailure.PROTOCOL
    assert len(failure.words) < 300


BODIES = {
    "HTML": b"<html>",
    "nothing": b"",
    "null": b"null",
    "one row": b'{".id": "*1"}',
    "deep": b"[" * 100_000,
    "a number": b"7",
    "other rows": b'[{".id": 1}]',
    "lists": b"[[]]",
    "no id": b'[{"name": "a"}]',
    "a large number": b"[" + b"9" * 10_000 + b"]",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_json_of_another_form_ends_the_session(router: RouterOs, body: bytes) -> None:
    failure = failure_with(router, Faults(answer_instead=response(body)), "www")

    assert failure.failure is GatewayFailure.PROTOCOL


def test_a_body_of_more_than_a_megabyte_ends_the_session(router: RouterOs) -> None:
    failure = failure_with(router, Faults(answer_instead=response(b" " * (2 * MEGABYTE) + b"[]")), "www")

    assert failure.failure is GatewayFailure.PROTOCOL


def test_a_redirect_is_not_followed(router: RouterOs) -> None:
    with scripted_server(response(b"[]")) as target:
        moved = response(b"", "302 Found", [f"Location: {target.url}/"])

        failure = failure_with(router, Faults(answer_instead=moved), "www")

    assert (failure.failure, target.requests) == (GatewayFailure.SETUP, [])


@contextmanager
def trickle(content: bytes) -> Iterator[int]:
    """The port of a server that sends one byte now and then."""

    def serve() -> None:
        with suppress(OSError):
            connection, _ = server.accept()
            with connection:
                for each in content:
                    connection.sendall(bytes([each]))
                    time.sleep(0.02)

    with socket.create_server((HOST, 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


def test_an_endless_trickle_holds_nobody_beyond_the_commands_time() -> None:
    login_seconds_are_over = Limits(connect_seconds=0.5, read_seconds=0.3, total_seconds=0.4, tries=1)
    began = time.monotonic()

    with trickle(b"\x03!re\x03=a=\x00" * 1000) as port, pytest.raises(GatewayFailed) as raised:
        gateways.open_session(
            GatewayLogin(Maker.MIKROTIK, HOST, port, is_tls=False, transport="api"), login_seconds_are_over
        )

    assert raised.value.failure is GatewayFailure.TIMEOUT
    assert time.monotonic() - began < 1.0


@pytest.mark.parametrize("service", ["api", "www"])
def test_the_password_is_in_no_words_of_ours(router: RouterOs, service: str) -> None:
    words = f"no: {router.password}\n\x1b[31m" + "x" * 1000
    sentence = bytes([5]) + b"!trap" + b"\x84\x50" + f"=message={words}".encode()[:0x450].ljust(0x450, b"y")
    trap = sentence + b"\0\x05!done\0"
    body = json.dumps({"error": 400, "message": "Bad Request", "detail": words}).encode()
    answer = response(body, "400 Bad Request") if service == "www" else trap

    failure = failure_with(router, Faults(answer_instead=answer), service)

    assert "no: ****" in failure.words
    assert router.password not in repr(login_to(router)) + failure.words
    assert (failure.words.isprintable(), len(failure.words) < 300) == (True, True)


def test_a_router_that_refuses_one_vlan_goes_on_with_the_others(router: RouterOs) -> None:
    router.add("/ip/pool", name="vault-1051", ranges="192.168.5.10-192.168.5.20")

    with session_with(router) as session:
        session.read([VLAN, 1051])
        with pytest.raises(VlanRefused):
            session.apply(switch_on(1051))
        session.apply(ON)
        session.apply(OFF)

    assert rows_of_ours(router)["/interface/vlan"][0]["disabled"] == "true"


def test_a_400_of_rest_after_which_the_row_is_there_counts_as_done(router: RouterOs) -> None:
    closed = response(b'{"error": 400, "message": "Session closed"}', "400 Bad Request")

    with session_with(router, "www") as session:
        session.read([VLAN])
        run = router.device.run

        def run_and_lose(path: str, command: str, attributes: dict[str, str]) -> list[dict[str, str]]:
            rows = run(path, command, attributes)
            is_lost = (path, command) in {("/ip/pool", "add"), ("/interface/vlan", "set")}
            router.faults.answer_instead = closed if is_lost else b""
            return rows

        router.device.run = run_and_lose  # type: ignore[method-assign, assignment]
        session.apply(ON)
        state = session.read([VLAN])[VLAN]

    assert (state.is_on, len(rows_of_ours(router)["/ip/pool"])) == (True, 1)
