"""What the gateways' jobs cost, and what they measure for the alarms."""

import json

import pytest

from functions.jobs import disable_gateway_vlans, enable_gateway_vlans
from tests.bench.round_trips import count_requests
from tests.gateway import Context
from tests.gateway_load import subscribe
from tests.gateways import Site, add_resident, enable_resident, site, tenant
from vault.graph.schema import Prop

__all__ = ["site", "tenant"]
FIRST_VLAN, VLANS = 2000, 100
TURNS = 2
"""Requests of the schedules of both jobs, which a run by hand does not make."""


def test_nothing_due_is_one_request_a_job_beside_its_turn(site: Site) -> None:
    subscribe(site, range(FIRST_VLAN, FIRST_VLAN + 20))
    site.run_jobs()
    calls = site.device.sessions

    with count_requests() as counted:
        for job in (enable_gateway_vlans, disable_gateway_vlans):
            job.handler({}, Context())

    assert (counted["requests"], site.device.sessions, site.sent) == (2, calls, [])


@pytest.mark.parametrize("gateways", [1, 3])
def test_vlans_that_are_due_cost_what_was_agreed(site: Site, gateways: int) -> None:
    site.run_jobs()
    for _ in range(gateways - 1):
        site.add_gateway()
    site.run_jobs()
    site.mark(units=subscribe(site, range(FIRST_VLAN, FIRST_VLAN + VLANS)))

    with count_requests() as counted:
        site.run_jobs()

    assert [len(gateway.device.on()) for gateway in site.gateways] == [VLANS] * gateways
    assert [gateway.device.sessions for gateway in site.gateways] == [1] * gateways
    assert counted["requests"] + TURNS <= 10 + 5 * gateways + VLANS / 10


def measures(output: str) -> dict[str, float]:
    """The last of what the jobs printed for the alarms."""
    lines = [json.loads(line) for line in output.splitlines() if "GatewaysOfflineAnHour" in line]
    names = ("GatewaysOfflineAnHour", "OldestDueGatewaySeconds")
    return {name: lines[-1][name][0] if isinstance(lines[-1][name], list) else lines[-1][name] for name in names}


def test_a_gateway_that_fails_for_an_hour_is_counted_unless_it_is_in_maintenance(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.device.is_dead = True
    add_resident(site)
    for _ in range(4):
        site.run_jobs()
        site.pass_time(minutes=25)

    counts = []
    for status in ("UP", "DOWN"):
        site.gateway.set(**{Prop.STATUS: status})
        enable_gateway_vlans.handler({}, Context())
        counts.append(measures(capsys.readouterr().out)["GatewaysOfflineAnHour"])

    assert counts[0] - counts[1] == 1


def test_a_gateway_that_is_not_served_is_late(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    add_resident(site)
    seconds = []
    for _ in range(3):
        enable_gateway_vlans.handler({}, Context())
        seconds.append(measures(capsys.readouterr().out)["OldestDueGatewaySeconds"])
        site.pass_time(minutes=10)

    assert seconds[-1] - seconds[0] >= 20 * 60


def test_a_gateway_that_was_served_is_not_late(site: Site) -> None:
    enable_resident(site)

    assert "due_since" not in site.gateway.read()
