"""How VAULT signs in to a MikroTik: which service, which login, and whom it tells the password."""

import errno
import hashlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from local.routeros.certificate import create_certificate
from local.routeros.faults import Faults
from local.routeros.simulator import HOST, RouterOs
from tests.routers import VLAN, login_to, session_with
from vault.adapters import gateways, outgoing
from vault.adapters.gateway_session import GatewayFailed, GatewayFailure, GatewayLogin, Maker
from vault.adapters.routeros import opening
from vault.adapters.systems import Limits

QUICK = Limits(connect_seconds=0.5, read_seconds=0.3, total_seconds=1.0, tries=1, has_breaker=False)
VERSIONS = ["6.42", "6.44", "6.45", "7.16", "7.20"]


def failure_of(login: GatewayLogin, limits: Limits = QUICK) -> GatewayFailed:
    """Why the session does not begin."""
    with pytest.raises(GatewayFailed) as raised:
        gateways.open_session(login, limits)
    return raised.value


@contextmanager
def listener(*answers: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """A port, and what comes in at it; each connection gets the next answer and stays open."""
    came: list[bytes] = []
    connections: list[socket.socket] = []
    left = list(answers)

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                connections.append(connection)
                came.append(connection.recv(65_536))
                connection.sendall(left.pop(0) if left else b"")

    with socket.create_server((HOST, 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)
    for each in connections:
        each.close()


def login_at(port: int, **changes: Any) -> GatewayLogin:
    """A login at a port of this machine."""
    return GatewayLogin(**{"maker": Maker.MIKROTIK, "address": HOST, "port": port, "is_tls": False} | changes)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_takes_the_login_that_it_knows(version: str) -> None:
    with RouterOs(version=version) as router, session_with(router) as session:
        assert session.transport == "api"
        assert router.sessions == 1


@pytest.mark.parametrize("version", ["6.42", "6.44"])
def test_before_6_43_the_password_is_sent_as_the_answer_to_a_challenge(version: str) -> None:
    with RouterOs(version=version) as router, session_with(router, is_before_6_43=True) as session:
        assert session.read([VLAN])[VLAN].is_on is None


def test_a_router_that_is_taken_for_an_old_one_is_never_told_the_password() -> None:
    with listener(b"\x05!done\0") as (port, came):
        failure = failure_of(login_at(port, username="vault", password="marked", is_before_6_43=True))

    assert (came, failure.failure) == ([b"\x06/login\0"], GatewayFailure.LOGIN)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_wrong_password_is_refused_in_the_routers_words(version: str) -> None:
    with RouterOs(version=version) as router:
        failure = failure_of(login_to(router, password="wrong"))

    assert failure.failure is GatewayFailure.LOGIN
    assert failure.words in {"Login refused: cannot log in", "Login refused: invalid user name or password (6)"}


def test_a_refusal_of_the_api_is_no_reason_to_try_rest() -> None:
    with RouterOs(faults=Faults(refuses_login=True)) as router:
        failure_of(login_to(router, "api"))

        assert router.faults.refuses_login
        assert len(router.commands) == 0


def test_where_no_api_answers_rest_is_tried_at_the_same_port(router: RouterOs) -> None:
    with session_with(router, "www") as session:
        assert (session.transport, session.fingerprint) == ("rest", "")


def test_what_worked_is_tried_alone_the_next_time(router: RouterOs) -> None:
    with session_with(router, "www", transport="rest") as session:
        session.read([VLAN])
    before = router.sessions
    failure_of(login_to(router, "www", transport="api"))

    assert router.sessions == before


def test_rest_with_a_wrong_password_is_a_refused_login(router: RouterOs) -> None:
    assert failure_of(login_to(router, "www", password="wrong")).failure is GatewayFailure.LOGIN


def test_ports_of_the_api_say_themselves_whether_they_are_of_tls(
    router: RouterOs, monkeypatch: pytest.MonkeyPatch
) -> None:
    ports = {router.ports["api"]: False, router.ports["api-ssl"]: True}
    monkeypatch.setattr(opening, "_API_PORTS", ports)

    with (
        session_with(router, "api", is_tls=True) as plain,
        session_with(router, "api-ssl", is_tls=False) as encrypted,
    ):
        assert (plain.fingerprint, len(encrypted.fingerprint)) == ("", 64)


@pytest.mark.parametrize("service", ["api-ssl", "www-ssl"])
def test_the_certificate_of_the_first_login_is_required_later(service: str) -> None:
    certificate = create_certificate()
    expected = hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate[certificate.index("-----BEGIN CERT") :])).hexdigest()

    with RouterOs(certificate=certificate) as router:
        with session_with(router, service) as first:
            shown = first.fingerprint
        with session_with(router, service, fingerprint=shown, transport=first.transport) as second:
            second.read([VLAN])

    assert shown == expected


@pytest.mark.parametrize(("service", "transport"), [("api-ssl", ""), ("www-ssl", ""), ("www-ssl", "rest")])
def test_to_another_certificate_no_credentials_are_sent(service: str, transport: str) -> None:
    with RouterOs() as router:
        failure = failure_of(login_to(router, service, fingerprint="ab" * 32, transport=transport))

    assert (failure.failure, router.sessions) == (GatewayFailure.CERTIFICATE, 0)
    assert "no credentials were sent" in failure.words


def test_a_service_without_a_certificate_is_refused_with_what_to_do() -> None:
    with RouterOs(certificate=None) as router:
        failure = failure_of(login_to(router, "api-ssl"))

    assert (failure.failure, router.sessions) == (GatewayFailure.CERTIFICATE, 0)
    assert "needs a certificate" in failure.words


def test_a_silent_port_is_given_up_in_time_and_the_error_names_who_has_to_be_let_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VAULT_OUTGOING_ADDRESSES", "198.51.100.7/32")
    monkeypatch.setattr(opening, "_SILENCE_SECONDS", 0.2)
    began = time.monotonic()

    with listener() as (port, came):
        failure = failure_of(login_at(port, username="vault", password="secret"))

    assert (failure.failure, len(came)) == (GatewayFailure.TIMEOUT, 2)
    assert "198.51.100.7/32 (updateACL sets it)" in failure.words
    assert time.monotonic() - began < 1.5


def test_a_closed_port_is_tried_once() -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]

    failure = failure_of(login_at(port))

    assert (failure.failure, "refused" in failure.words) == (GatewayFailure.CONNECTION, True)


def test_an_address_that_may_not_be_called_is_not_called() -> None:
    failure = failure_of(GatewayLogin(Maker.MIKROTIK, "169.254.169.254", 80, is_tls=False))

    assert (failure.failure, "may not be called" in failure.words) == (GatewayFailure.SETUP, True)


def test_without_ipv6_the_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def open_connection(*_: object) -> socket.socket:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(outgoing, "open_connection", open_connection)

    there, here = (
        failure_of(GatewayLogin(Maker.MIKROTIK, address, 8728, is_tls=False)) for address in ("2001:db8::1", HOST)
    )

    assert there.words == "The deployment has no way to IPv6 addresses such as 2001:db8::1."
    assert here.failure is GatewayFailure.CONNECTION


def test_another_version_overnight_is_signed_in_to_as_before(router: RouterOs) -> None:
    with session_with(router) as session:
        session.read([VLAN])
    for version in ("7.20", "6.42"):
        router.install(version)

        with session_with(router, transport=session.transport) as later:
            assert later.read([VLAN])[VLAN].is_on is None
