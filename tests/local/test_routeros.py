"""The process of the simulated MikroTik: its switches, and what is there again after a stop."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from local import processes
from local.errors import StartFailure
from local.processes import HOST
from local.routeros import service
from vault.adapters import gateways, outgoing
from vault.adapters.gateway_session import GatewayFailed, GatewayLogin, Maker, SpeedLimits, VlanOrder
from vault.adapters.systems import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUICK = Limits(connect_seconds=1.0, read_seconds=0.3, total_seconds=1.0, tries=1, has_breaker=False)
ON = VlanOrder(1050, is_on=True, limits=SpeedLimits(20_000_000, 100_000_000))


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VAULT_ALLOW_LOOPBACK", "1")
    outgoing.rules.cache_clear()
    yield
    outgoing.rules.cache_clear()


@contextmanager
def running(directory: Path) -> Iterator[str]:
    """The router as a process; yields the address of its control interface."""
    process = service.start(directory, persistent=True)
    try:
        yield service.settings_when_ready(process)[service.CONTROL]
    finally:
        processes.ask_to_stop(process, gently=True)
        processes.await_stop(process)


def call(url: str, switches: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the router describes, after switches are set."""
    body = None if switches is None else json.dumps(switches).encode()
    with urllib.request.urlopen(urllib.request.Request(url, body)) as answer:
        described: dict[str, Any] = json.load(answer)
    return described


def login_to(described: dict[str, Any]) -> GatewayLogin:
    """How to sign in to the API."""
    port, password = described["ports"]["api"], described["password"]
    return GatewayLogin(Maker.MIKROTIK, HOST, port, is_tls=False, username=described["username"], password=password)


def test_a_vlan_a_port_and_a_password_survive_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as url:
        before = call(url)
        session = gateways.open_session(login_to(before))
        session.apply(ON)
        session.close()

    with running(tmp_path) as url:
        after = call(url)
        state = gateways.open_session(login_to(before)).read([1050])[1050]

    assert (after["ports"], after["password"]) == (before["ports"], before["password"])
    assert (state.is_on, state.limits) == (True, ON.limits)


def test_switches_of_the_process_make_it_hang_and_change_its_version(tmp_path: Path) -> None:
    with running(tmp_path) as url:
        described = call(url, {"faults": {"hangs": True}, "version": "6.42"})
        session = gateways.open_session(login_to(described), QUICK)
        with pytest.raises(GatewayFailed):
            session.read([1050])

        latest = call(url, {"faults": {}})["commands"][0]

    assert (described["version"], described["faults"]["hangs"]) == ("6.42", True)
    assert (latest["command"].endswith("/print"), latest["outcome"]) == (True, "interrupted")


def test_an_unknown_switch_changes_nothing(tmp_path: Path) -> None:
    unknown: list[Any] = [
        {"fault": {}},
        {"faults": {"hang": True}},
        {"faults": {"hangs": "yes"}},
        {"version": "new"},
        [],
    ]
    with running(tmp_path) as url:
        before = call(url)

        for switches in unknown:
            with pytest.raises(urllib.error.HTTPError, match="400"):
                call(url, switches)
        after = call(url)

    assert after == before


def test_a_corrupt_state_is_named_with_what_to_do(tmp_path: Path) -> None:
    damaged = tmp_path / "state" / service.STATE_FILE
    damaged.parent.mkdir(parents=True)
    damaged.write_text('{"version": "7.16"}')

    with pytest.raises(StartFailure) as failure, running(tmp_path):
        pass

    assert service.STATE_FILE in str(failure.value)
    assert "make clean" in str(failure.value)
    assert damaged.read_text() == '{"version": "7.16"}'
