"""The gateways' jobs, killed anywhere: the next runs complete what was begun, and log it once."""

import pytest

from functions.jobs import sweep_outbox
from tests.faults.harness import Killed, inject_faults
from tests.gateway import Context
from tests.gateways import Site, site, tenant
from tests.residents import move_in
from vault.graph.schema import Prop
from vault.kernel.statuses import IN_SERVICE, SUSPENDED
from vault.outbox import relay

__all__ = ["site", "tenant"]
VLAN = 1050


@pytest.fixture(autouse=True)
def _recovered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let leases of killed runs, which go by real time, be over, and their outbox records be swept."""
    monkeypatch.setenv("VAULT_GATEWAY_LEASE_SECONDS", "0")
    monkeypatch.setattr(relay, "SWEPT_AFTER_MS", -1_000)


def run_killed(site: Site, point: int) -> bool:
    """Run the jobs until they are killed at a fault point; False where they pass fewer."""
    with inject_faults(point):
        try:
            site.run_jobs()
        except Killed:
            return True
    return False


def recover(site: Site) -> None:
    """The minutes after which a lost message is sent again."""
    site.sent.clear()
    site.pass_time(minutes=4)
    site.run_jobs()
    sweep_outbox.handler({}, Context())


def test_what_a_killed_run_began_is_completed_and_logged_once(site: Site) -> None:
    person = move_in(site.tenant, site.unit).body["SubscriberToken"]
    site.run_jobs()
    logged = ["Gateway VLAN enabled"]

    for number, point in enumerate(range(1, 99, 2)):
        suspends = number % 2 == 0
        site.suspend(person, SUSPENDED if suspends else IN_SERVICE)
        is_killed = run_killed(site, point)
        recover(site)

        logged.append("Gateway VLAN disabled" if suspends else "Gateway VLAN enabled")
        assert set(site.device.on()) == (set() if suspends else {VLAN}), f"killed at fault point {point}"
        assert Prop.WAITING_AT not in site.gateway.state_of(VLAN), f"killed at fault point {point}"
        if not is_killed:
            break

    assert not is_killed
    assert site.gateway.events() == sorted(logged)
