"""Connections to typed-in addresses lead to the address that was checked, whatever a name resolves to later."""

import socket
import time
from collections.abc import Iterator

import pytest

from tests.scripted_server import response, scripted_server
from vault.adapters import http, outgoing
from vault.adapters.http import HttpRequest
from vault.adapters.systems import Limits, OutsideSystem
from vault.kernel.errors import Unavailable
from vault.kernel.outgoing_addresses import AddressProfile, AddressRefused

SYSTEM = OutsideSystem("example", limits=Limits(1.0, 1.0, 2.0, tries=1))
METADATA = "169.254.169.254"


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VAULT_ALLOW_LOOPBACK", "1")
    monkeypatch.setenv("VAULT_OWN_HOSTS", "api.example.com")
    monkeypatch.setenv("VAULT_OWN_NETWORKS", "10.20.0.0/16,10.21.0.0/16")
    outgoing.rules.cache_clear()
    yield
    outgoing.rules.cache_clear()


class Names:
    """A resolver that answers in turn, and the last answer from then on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
        self.asked: list[str] = []
        self.answers = answers
        monkeypatch.setattr(outgoing, "resolver", self)

    def __call__(self, name: str) -> list[str]:
        self.asked.append(name)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


def test_a_saved_address_may_be_a_literal_or_a_name_that_resolves(monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names(monkeypatch, ["8.8.8.8", "2606:4700::1111"])

    resolves = [
        outgoing.check_address(AddressProfile.DEVICE, "10.9.8.7", "IPAddress"),
        outgoing.check_address(AddressProfile.INTERNET, "mail.example.org", "Host"),
        outgoing.check_url("https://bücher.example/hook", "WebhookURL"),
    ]

    assert resolves == [True, True, True]
    assert names.asked == ["mail.example.org", "xn--bcher-kva.example"]


def test_a_name_that_does_not_resolve_is_accepted_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    Names(monkeypatch, [])

    assert not outgoing.check_url("https://later.example.org", "WebhookURL")


@pytest.mark.parametrize("addresses", [[METADATA], ["8.8.8.8", METADATA], ["10.1.1.1"], ["10.20.0.5"], ["fe80::1%2"]])
def test_a_name_is_refused_if_one_of_its_addresses_is(addresses: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    Names(monkeypatch, addresses)

    with pytest.raises(AddressRefused) as refusal:
        outgoing.check_url("https://trap.example.org", "WebhookURL")

    assert refusal.value.data == {"field": "WebhookURL"}


@pytest.mark.parametrize("host", ["api.example.com", "API.Example.com.", "a" * 70 + "\u00e9.example", ""])
def test_the_own_api_and_what_is_no_host_name_are_refused(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names(monkeypatch, ["8.8.8.8"])

    with pytest.raises(AddressRefused):
        outgoing.check_address(AddressProfile.INTERNET, host, "Host")

    assert names.asked == []


def test_a_device_has_no_name() -> None:
    with pytest.raises(AddressRefused):
        outgoing.check_address(AddressProfile.DEVICE, "router.example.org", "IPAddress")


def test_a_resolver_that_hangs_holds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "LOOKUP_SECONDS", 0.05)
    monkeypatch.setattr(outgoing, "resolver", lambda _: time.sleep(0.5))
    began = time.monotonic()

    resolves = outgoing.check_address(AddressProfile.INTERNET, "slow.example.org", "Host")

    assert not resolves
    assert time.monotonic() - began < 0.4


def test_a_connection_is_to_an_address_that_was_checked() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with outgoing.open_connection(AddressProfile.DEVICE, "127.0.0.1", server.getsockname()[1], 1.0) as connection:
            peer = connection.getpeername()

        assert peer == server.getsockname()


@pytest.mark.parametrize("profile", AddressProfile)
@pytest.mark.parametrize("host", [METADATA, "127.0.0.2", "::1", "10.21.1.1", "::ffff:169.254.169.254"])
def test_a_connection_to_a_refused_address_is_never_begun(
    profile: AddressProfile, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", None)

    with pytest.raises(AddressRefused):
        outgoing.open_connection(profile, host, 80, 1.0)


def test_a_name_is_resolved_once_for_a_call_and_connected_to_as_it_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names(monkeypatch, ["127.0.0.1"], [METADATA])

    with scripted_server(response(b"content")) as server:
        port = server.url.rpartition(":")[2]
        request = HttpRequest("GET", f"http://rebinds.example.org:{port}/", profile=AddressProfile.INTERNET)
        answer = http.send(SYSTEM, request)

    assert answer.body == b"content"
    assert names.asked == ["rebinds.example.org"]


def test_a_call_is_refused_when_its_name_leads_elsewhere_than_when_it_was_saved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Names(monkeypatch, ["8.8.8.8"], [METADATA])
    outgoing.check_url("https://turns.example.org", "WebhookURL")

    with pytest.raises(AddressRefused):
        http.send(SYSTEM, HttpRequest("GET", "https://turns.example.org", profile=AddressProfile.INTERNET))


def test_a_call_to_a_name_that_is_gone_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    Names(monkeypatch, [])

    with pytest.raises(Unavailable):
        http.send(SYSTEM, HttpRequest("GET", "https://gone.example.org", profile=AddressProfile.INTERNET))


def test_no_typed_address_sends_a_call_on_to_another_one() -> None:
    moved = response(status="302 Found", headers=[f"Location: http://{METADATA}/latest/meta-data"])

    with scripted_server(moved) as server:
        request = HttpRequest("GET", server.url, profile=AddressProfile.INTERNET, follows_redirects=True)
        answer = http.send(SYSTEM, request)

    assert answer.status == 302
    assert len(server.requests) == 1
