"""The session with a Peplink router: on a simulator, and on answers that no router should give."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from local.peplink.simulator import PeplinkSimulator, WifiNetwork
from local.routeros.certificate import create_certificate
from tests.scripted_server import response, scripted_server
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
    VlanState,
)
from vault.adapters.peplink import PeplinkSession, open_peplink
from vault.adapters.systems import Limits

LIMITS = Limits(connect_seconds=1.0, read_seconds=1.0, total_seconds=5.0)
USERNAME, PASSWORD = "admin", "device-secret"
CLIENT_ID = "0123456789abcdef0123456789ABCDEF"
SIGNED_IN = response(b'{"stat":"ok"}', headers=["Set-Cookie: bauth=abc; path=/"])


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VAULT_ALLOW_LOOPBACK", "1")
    outgoing.rules.cache_clear()
    yield
    outgoing.rules.cache_clear()


@contextmanager
def session_with(port: int, username: str = USERNAME, pin: str | None = None) -> Iterator[PeplinkSession]:
    """By TLS where `pin` is given: the fingerprint of the first login, or "" before it."""
    login = GatewayLogin(
        Maker.PEPLINK,
        "127.0.0.1",
        port,
        is_tls=pin is not None,
        username=username,
        password=PASSWORD,
        fingerprint=pin or "",
    )
    session = open_peplink(login, LIMITS)
    yield session
    session.close()


@contextmanager
def scripted_session(*answers: bytes) -> Iterator[PeplinkSession]:
    """A session whose answers after the login are written beforehand."""
    with ExitStack() as stack:
        server = stack.enter_context(scripted_server(SIGNED_IN, *answers))
        yield stack.enter_context(session_with(server.listener.getsockname()[1]))


def router(*refuses: str, username: str = USERNAME) -> PeplinkSimulator:
    """VLANs 1050 (a Wi-Fi network of its own), 1051 (two) and 1052 (none)."""
    wifi = {
        1: WifiNetwork("House", None, is_enabled=True),
        2: WifiNetwork("Unit 1050", 1050, is_enabled=False),
        3: WifiNetwork("Unit 1051", 1051, is_enabled=True),
        4: WifiNetwork("Unit 1051 guests", 1051, is_enabled=False),
    }
    return PeplinkSimulator([1050, 1051, 1052], wifi, (username, PASSWORD), refuses)


def enabled_wifi(balance: PeplinkSimulator) -> list[int]:
    return [number for number, wifi in balance.wifi.items() if wifi.is_enabled]


def test_a_vlan_is_switched_on_and_off_by_its_own_wifi_networks() -> None:
    with router() as balance, session_with(balance.port) as session:
        session.read([1050, 1051])
        session.apply(VlanOrder(1050, is_on=True))
        session.apply(VlanOrder(1051, is_on=False))
        session.save()
        states = session.read([1050, 1051])

    assert (states[1050].is_on, states[1051].is_on) == (True, False)
    assert enabled_wifi(balance) == [1, 2]
    assert balance.calls.count("cmd.config.apply") == 1


def test_a_vlan_has_the_network_and_no_limit_and_says_that_it_has_none() -> None:
    with router() as balance, session_with(balance.port) as session:
        session.read([1050])
        session.apply(VlanOrder(1050, is_on=True, limits=SpeedLimits(1, 1)))
        state = session.read([1050])[1050]

    assert state == VlanState(is_on=True, network="10.4.26.0/24", unsupported=frozenset({Unsupported.BANDWIDTH_QUEUE}))


def test_what_is_as_ordered_is_neither_changed_nor_applied() -> None:
    with router() as balance, session_with(balance.port) as session:
        session.read([1050])
        session.apply(VlanOrder(1050, is_on=False))
        session.save()

    assert balance.calls == ["login", "status.lan.profile", "config.ssid.profile", "logout"]


def test_a_vlan_that_the_router_lacks_is_an_error_of_its_own_and_the_others_go_on() -> None:
    with router() as balance, session_with(balance.port) as session:
        states = session.read([1050, 2000])
        with pytest.raises(VlanRefused) as refusal:
            session.apply(VlanOrder(2000, is_on=True))
        session.apply(VlanOrder(1050, is_on=True))
        session.save()

    assert states[2000].is_on is None
    assert refusal.value.words == "VLAN 2000 is not set up: add it at the router, under Network, LAN"
    assert 2 in enabled_wifi(balance)


def test_a_vlan_without_a_wifi_network_cannot_be_switched_off_and_says_so() -> None:
    with router() as balance, session_with(balance.port) as session:
        session.read([1052])
        session.apply(VlanOrder(1052, is_on=False))
        state = session.read([1052])[1052]

    assert state.is_on
    assert state.unsupported == {Unsupported.INTERFACE}


def test_changes_that_cannot_be_applied_are_discarded() -> None:
    with router("cmd.config.apply") as balance, session_with(balance.port) as session:
        session.read([1050])
        session.apply(VlanOrder(1050, is_on=True))
        with pytest.raises(GatewayFailed) as failed:
            session.save()

    assert failed.value.words == "cmd.config.apply: 400 Internal error"
    assert balance.calls[-3:] == ["cmd.config.apply", "cmd.config.discard", "logout"]
    assert enabled_wifi(balance) == [1, 3]


def test_changes_of_a_session_that_ends_early_are_discarded() -> None:
    with router() as balance, session_with(balance.port) as session:
        session.read([1050])
        session.apply(VlanOrder(1050, is_on=True))

    assert balance.calls[-2:] == ["cmd.config.discard", "logout"]


def test_a_wifi_network_that_is_refused_is_an_error_of_its_vlan_and_leaves_nothing_to_apply() -> None:
    with router("config.ssid.profile") as balance, session_with(balance.port) as session:
        balance.refuses.clear()
        session.read([1050])
        balance.refuses.add("config.ssid.profile")
        with pytest.raises(VlanRefused) as refusal:
            session.apply(VlanOrder(1050, is_on=True))
        session.save()

    assert (refusal.value.command, refusal.value.words) == ("config.ssid.profile", "400 Internal error")
    assert "cmd.config.apply" not in balance.calls


@pytest.mark.parametrize("refused", ["status.lan.profile", "config.ssid.profile"])
def test_a_session_signs_out_after_an_error(refused: str) -> None:
    with router(refused) as balance, session_with(balance.port) as session, pytest.raises(GatewayFailed) as failed:
        session.read([1050])

    assert failed.value.failure is GatewayFailure.PROTOCOL
    assert balance.calls[-1] == "logout"
    assert balance.sessions == set()


def test_wrong_credentials_are_an_error_of_the_login() -> None:
    with router() as balance, pytest.raises(GatewayFailed) as failed, session_with(balance.port, "guest"):
        pass

    assert (failed.value.failure, failed.value.words) == (GatewayFailure.LOGIN, "401 Unauthorized")


def test_a_user_name_of_32_hex_digits_is_the_client_of_a_token() -> None:
    with router(username=CLIENT_ID) as balance, session_with(balance.port, CLIENT_ID) as session:
        session.read([1050])
        session.apply(VlanOrder(1050, is_on=True))
        session.save()

    assert balance.calls[0] == "auth.token.grant"
    assert balance.calls[-1] == "auth.token.revoke"
    assert (enabled_wifi(balance), balance.sessions) == ([1, 2, 3], set())


@pytest.mark.parametrize(
    ("body", "status", "failure"),
    [
        (b"<html>login</html>", "200 OK", GatewayFailure.PROTOCOL),
        (b"<html>login</html>", "401 Unauthorized", GatewayFailure.LOGIN),
        (b'{"stat":"maybe"}', "200 OK", GatewayFailure.PROTOCOL),
        (b"[" * 100_000, "200 OK", GatewayFailure.PROTOCOL),
        (b'{"stat":"fail","code":401}', "200 OK", GatewayFailure.LOGIN),
        (b'{"stat":"fail","message":["x"]}', "500 Internal Server Error", GatewayFailure.PROTOCOL),
        (b"\xff\xfe", "200 OK", GatewayFailure.PROTOCOL),
    ],
)
def test_what_is_no_answer_of_the_local_api_ends_the_session(body: bytes, status: str, failure: GatewayFailure) -> None:
    with scripted_session(response(body, status)) as session, pytest.raises(GatewayFailed) as failed:
        session.read([1050])

    assert failed.value.failure is failure


def test_profiles_of_unknown_forms_are_left_out() -> None:
    profiles = b'"0":{"vlanId":true},"1":{"vlanId":1050,"ip":[]},"2":7,"\xd9\xa3":{"vlanId":9},"order":[0]'
    lan, wifi = b'{"stat":"ok","response":{%b}}' % profiles, b'{"stat":"ok","response":[]}'

    with scripted_session(response(lan), response(wifi)) as session:
        states = session.read([1, 9, 1050])

    assert {vlan: state.is_on for vlan, state in states.items()} == {1: None, 9: None, 1050: True}
    assert states[1050].network is None


def test_a_cookie_goes_to_the_device_that_set_it_alone() -> None:
    with router() as first, router() as second, session_with(first.port), session_with(second.port) as session:
        session.read([1050])

    assert not first.sessions & second.sessions
    assert first.calls == ["login", "logout"]


def test_the_routers_words_do_not_repeat_the_password() -> None:
    refused = f'{{"stat":"fail","code":500,"message":"no {PASSWORD} for abc"}}'.encode()

    with scripted_session(response(refused)) as session, pytest.raises(GatewayFailed) as failed:
        session.read([1050])

    assert failed.value.words == "status.lan.profile: 500 no **** for ****"


def test_a_session_whose_time_is_over_still_discards_and_signs_out() -> None:
    with router() as balance, session_with(balance.port) as session:
        session.read([1050])
        session.apply(VlanOrder(1050, is_on=True))
        session._api._http.extend(-1)
        with pytest.raises(GatewayFailed) as failed:
            session.save()

    assert failed.value.failure is GatewayFailure.TIMEOUT
    assert balance.calls[-2:] == ["cmd.config.discard", "logout"]
    assert balance.sessions == set()


def test_a_certificate_that_nobody_signed_is_pinned_at_the_first_login() -> None:
    balance = router()
    balance.certificate = create_certificate()

    with (
        balance,
        session_with(balance.port, pin="") as first,
        session_with(balance.port, pin=first.fingerprint) as again,
    ):
        again.read([1050])

    assert len(first.fingerprint) == 64
    assert again.fingerprint == first.fingerprint
    assert balance.sessions == set()


def test_a_device_with_another_certificate_gets_no_credentials() -> None:
    balance = router()
    balance.certificate = create_certificate()

    with balance, pytest.raises(GatewayFailed) as failed, session_with(balance.port, pin="ab" * 32):
        pass

    assert failed.value.failure is GatewayFailure.CERTIFICATE
    assert balance.calls == []
