"""From a gateway that is added through the API to a VLAN on and off at a simulated MikroTik."""

import datetime as dt
from collections.abc import Iterator

import pytest

from functions.networkoperatorconsole.venues import add_venue_equipment
from local.routeros.faults import Faults
from local.routeros.simulator import RouterOs
from tests.gateway import call
from tests.gateways import HOST, Site, site, tenant
from tests.residents import move_in
from vault.kernel import time

__all__ = ["site", "tenant"]
VLAN = "1050"


@pytest.fixture
def router(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[RouterOs]:
    """A router that was added to the site through the API."""
    monkeypatch.setenv("VAULT_ALLOW_LOOPBACK", "1")
    with RouterOs() as started:
        body = {
            "VenueID": site.venue.id,
            "EquipmentID": "ROUTER-01",
            "EquipmentType": "Gateway",
            "Manufacturer": "MikroTik",
            "IPAddress": HOST,
            "Port": started.ports["api"],
            "ConnectionProtocol": "http",
            "Username": started.username,
            "Password": started.password,
        }
        assert call(add_venue_equipment.handler, site.tenant.token("DomainAdministrator"), body).status == 200
        yield started


def what_is_on(router: RouterOs) -> dict[str, str]:
    """The limits, up and down in bit/s, of the VLANs that are on."""
    limits = {row["target"]: row["max-limit"] for row in router.rows("/queue/simple")}
    vlans = [row for row in router.rows("/interface/vlan") if row["disabled"] == "false"]
    return {row["vlan-id"]: limits[row["name"]] for row in vlans}


def test_a_stay_switches_the_vlan_on_and_off(site: Site, router: RouterOs) -> None:
    until = time.to_wire(site.moment + dt.timedelta(days=1))
    move_in(site.tenant, site.unit, **{"EndDateTimeUTC.ISO8601": until})
    site.run_jobs()
    during = what_is_on(router)

    site.pass_time(days=3)
    site.run_jobs()

    assert (during, what_is_on(router)) == ({VLAN: "25000000/100000000"}, {})


def test_what_is_as_desired_costs_no_command_that_changes_anything(site: Site, router: RouterOs) -> None:
    move_in(site.tenant, site.unit)
    site.run_jobs()
    changes = len(router.changes)

    site.mark(venue=site.venue.id)
    site.run_jobs()

    assert (len(router.changes) - changes, router.sessions) == (0, 1)


@pytest.mark.parametrize("command", range(1, 36, 2))
def test_a_connection_that_is_cut_anywhere_leaves_one_of_each(site: Site, router: RouterOs, command: int) -> None:
    move_in(site.tenant, site.unit)
    router.set_faults(Faults(close_after=command))
    site.run_jobs()
    router.set_faults(Faults())

    site.pass_time(minutes=20)
    site.run_jobs()

    assert what_is_on(router) == {VLAN: "25000000/100000000"}
    ours = [row for table in ("/queue/simple", "/ip/pool", "/interface/vlan") for row in router.rows(table)]
    assert sum(row["name"] == f"vault-{VLAN}" for row in ours) == 3
