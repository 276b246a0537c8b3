"""The session with a Nomadix gateway: on a simulator, and on answers that no gateway should give."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from local.nomadix.simulator import NomadixSimulator
from tests.scripted_server import ScriptedServer, response, scripted_server
from vault.adapters import outgoing
from vault.adapters.gateway_session import (
    GatewayFailed,
    GatewayFailure,
    GatewayLogin,
    Maker,
    SpeedLimits,
    Unsupported,
    VlanOrder,
    VlanRefused,
)
from vault.adapters.nomadix import NomadixSession, open_nomadix
from vault.adapters.systems import Limits

LIMITS = Limits(connect_seconds=1.0, read_seconds=1.0, total_seconds=5.0)
PASSWORD = "device-secret"
HEAD = '<?xml version="1.0"?>\n'
LAUGHS = (
    HEAD
    + '<!DOCTYPE USG [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><USG RESULT="OK"><ACCESS_MODE>&b;</ACCESS_MODE></USG>'
)


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VAULT_ALLOW_LOOPBACK", "1")
    outgoing.rules.cache_clear()
    yield
    outgoing.rules.cache_clear()


@contextmanager
def session_with(port: int, username: str = "") -> Iterator[NomadixSession]:
    login = GatewayLogin(Maker.NOMADIX, "127.0.0.1", port, is_tls=False, username=username, password=PASSWORD)
    session = open_nomadix(login, LIMITS)
    yield session
    session.close()


@contextmanager
def scripted_session(*answers: str, status: str = "200 OK") -> Iterator[NomadixSession]:
    """A session whose answers are written beforehand."""
    with ExitStack() as stack:
        server: ScriptedServer = stack.enter_context(
            scripted_server(*(response(answer.encode(), status) for answer in answers))
        )
        yield stack.enter_context(session_with(server.listener.getsockname()[1]))


def test_a_vlan_is_switched_on_and_off_and_only_where_it_differs() -> None:
    with NomadixSimulator({1050: "ROOM_BLOCK"}) as nse, session_with(nse.port) as session:
        session.read([1050])
        session.apply(VlanOrder(1050, is_on=True))
        on = session.read([1050])[1050]
        session.apply(VlanOrder(1050, is_on=True))
        session.apply(VlanOrder(1050, is_on=False))
        off = session.read([1050])[1050]

    assert (on.is_on, off.is_on) == (True, False)
    assert [command.partition(" ")[0].removeprefix("ROOM_") for command in nse.commands] == [
        "QUERY_ACCESS", "SET_ACCESS", "QUERY_ACCESS", "SET_ACCESS", "QUERY_ACCESS",
    ]  # fmt: skip


def test_a_room_that_asks_for_money_is_opened_and_blocked() -> None:
    with NomadixSimulator({1050: "ROOM_CHARGE", 1051: "ROOM_CHARGE"}) as nse, session_with(nse.port) as session:
        session.read([1050, 1051])
        session.apply(VlanOrder(1050, is_on=True))
        session.apply(VlanOrder(1051, is_on=False))

    assert nse.rooms == {"1050": "ROOM_OPEN", "1051": "ROOM_BLOCK"}


def test_an_unknown_room_is_an_error_of_its_vlan_and_the_others_go_on() -> None:
    with NomadixSimulator({1051: "ROOM_BLOCK"}) as nse, session_with(nse.port) as session:
        states = session.read([1050, 1051])
        with pytest.raises(VlanRefused) as refusal:
            session.apply(VlanOrder(1050, is_on=True))
        session.apply(VlanOrder(1051, is_on=True))

    assert states[1050].is_on is None
    assert refusal.value.words == "error 200 Unknown room: set up its port-location at the gateway"
    assert nse.rooms == {"1051": "ROOM_OPEN"}


def test_an_unknown_room_is_off_without_a_command() -> None:
    with NomadixSimulator({}) as nse, session_with(nse.port) as session:
        session.read([1050])
        session.apply(VlanOrder(1050, is_on=False))

    assert nse.commands == ["error 200"]


def test_a_limit_is_reported_as_unsupported_and_never_as_set() -> None:
    with NomadixSimulator({1050: "ROOM_BLOCK"}) as nse, session_with(nse.port) as session:
        session.read([1050])
        session.apply(VlanOrder(1050, is_on=True, limits=SpeedLimits(20_000_000, 100_000_000)))
        state = session.read([1050])[1050]

    assert state.limits is None
    assert state.unsupported == {Unsupported.BANDWIDTH_QUEUE}


@pytest.mark.parametrize(("username", "is_let_in"), [("admin", True), ("guest", False)])
def test_credentials_are_sent_where_there_are_any(username: str, is_let_in: bool) -> None:  # noqa: FBT001
    with NomadixSimulator({1050: "ROOM_OPEN"}, "admin", PASSWORD) as nse, session_with(nse.port, username) as session:
        failures = []
        try:
            session.read([1050])
        except GatewayFailed as failed:
            failures.append(failed.failure)

    assert failures == ([] if is_let_in else [GatewayFailure.LOGIN])


def test_a_deployment_names_other_verbs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_NOMADIX_VERBS", '{"enable": "<USG COMMAND=\\"PORT_SET\\" VLAN=\\"{vlan}\\"></USG>"}')

    with NomadixSimulator({1050: "ROOM_BLOCK"}) as nse, session_with(nse.port) as session:
        session.read([1050])
        with pytest.raises(GatewayFailed) as failed:
            session.apply(VlanOrder(1050, is_on=True))

    assert (failed.value.failure, failed.value.words) == (
        GatewayFailure.SETUP,
        "PORT_SET: error 101 Unrecognized command",
    )


def test_result_decides_whatever_the_status_is() -> None:
    answer = '<USG RESULT="OK"><ACCESS_MODE>ROOM_OPEN</ACCESS_MODE></USG>'

    with scripted_session(answer, status="500 Internal Server Error") as session:
        state = session.read([1050])[1050]

    assert state.is_on


@pytest.mark.parametrize(
    "answer",
    [
        LAUGHS,
        HEAD + '<!DOCTYPE USG SYSTEM "http://127.0.0.1/dtd"><USG RESULT="OK">&x;</USG>',
        "<html><body>Router</body></html>",
        '<USG RESULT="OK"><ACCESS_MODE>ROOM_OPEN',
        '<USG RESULT="OK"/><USG RESULT="OK"/>',
        '<USG RESULT="PERHAPS"/>',
        '<USG RESULT="OK">' + "<a>" * 100_000,
        "",
    ],
    ids=["entities", "external", "html", "cut", "twice", "result", "deep", "empty"],
)
def test_what_is_no_answer_of_a_gateway_ends_the_session(answer: str) -> None:
    with scripted_session(answer) as session, pytest.raises(GatewayFailed) as failed:
        session.read([1050])

    assert failed.value.failure is GatewayFailure.PROTOCOL


def test_an_answer_of_a_hundred_megabytes_is_not_read() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n"

    with (
        scripted_server(head + b"x" * 2_000_000) as server,
        session_with(server.listener.getsockname()[1]) as session,
        pytest.raises(GatewayFailed) as failed,
    ):
        session.read([1050])

    assert failed.value.failure is GatewayFailure.PROTOCOL


def test_an_error_of_one_room_is_in_the_gateways_words_without_secrets() -> None:
    refused = f'<USG RESULT="ERROR"><ERROR_NUM>207</ERROR_NUM><ERROR_DESC>AAA\n{PASSWORD}\u202e</ERROR_DESC></USG>'

    with scripted_session(refused) as session:
        session.read([1050])
        with pytest.raises(VlanRefused) as refusal:
            session.apply(VlanOrder(1050, is_on=False))

    assert refusal.value.words == "error 207 AAA ****"


def test_an_answer_without_the_rooms_access_names_what_is_missing() -> None:
    answer = '<USG RESULT="OK"><ROOM_NUMBER>1050</ROOM_NUMBER></USG>'

    with scripted_session(answer) as session, pytest.raises(GatewayFailed) as failed:
        session.read([1050])

    assert (failed.value.failure, failed.value.words) == (
        GatewayFailure.SETUP,
        "ROOM_QUERY_ACCESS: an answer without ACCESS_MODE.",
    )
