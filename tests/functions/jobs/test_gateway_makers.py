"""A stay at a simulated Nomadix gateway and at a simulated Peplink router, from the API to the device."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from functions.networkoperatorconsole.equipment import list_equipment_error_log
from functions.networkoperatorconsole.venues import add_venue_equipment
from local.device_server import DeviceServer
from local.nomadix.simulator import NomadixSimulator
from local.peplink.simulator import PeplinkSimulator, WifiNetwork
from tests.gateway import call
from tests.gateways import HOST, Site, add_second_unit, site, tenant
from tests.residents import move_in
from vault.graph.schema import Row
from vault.kernel import time

__all__ = ["site", "tenant"]
VLAN, SECOND_VLAN = 1050, 1051
USERNAME, PASSWORD = "vault", "device-secret"
WIFI = {1: WifiNetwork("House", None, is_enabled=True), 2: WifiNetwork("Unit 101", VLAN, is_enabled=False)}


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_ALLOW_LOOPBACK", "1")


@contextmanager
def at_site(site: Site, device: DeviceServer, maker: str) -> Iterator[None]:
    """The device, started, and added to the site through the API."""
    with device:
        body = {
            "VenueID": site.venue.id,
            "EquipmentID": "MAKERS-GATEWAY",
            "EquipmentType": "Gateway",
            "Manufacturer": maker,
            "IPAddress": HOST,
            "Port": device.port,
            "ConnectionProtocol": "http",
            "Username": USERNAME,
            "Password": PASSWORD,
        }
        assert call(add_venue_equipment.handler, site.tenant.token("DomainAdministrator"), body).status == 200
        yield


@pytest.fixture
def nse(site: Site) -> Iterator[NomadixSimulator]:
    """It knows the first unit's room, not the second's."""
    device = NomadixSimulator({VLAN: "ROOM_BLOCK"}, USERNAME, PASSWORD)
    with at_site(site, device, "Nomadix"):
        yield device


@pytest.fixture
def balance(site: Site) -> Iterator[PeplinkSimulator]:
    """The first unit has a Wi-Fi network of its own, the second only its ports."""
    device = PeplinkSimulator([VLAN, SECOND_VLAN], WIFI, (USERNAME, PASSWORD))
    with at_site(site, device, "Peplink"):
        yield device


def stay_a_day(site: Site, unit: str) -> None:
    move_in(site.tenant, unit, **{"EndDateTimeUTC.ISO8601": time.to_wire(site.moment + dt.timedelta(days=1))})


def errors_at(site: Site) -> list[Row]:
    """The entries of the venue's error log."""
    body = {"VenueID": site.venue.id}
    response = call(list_equipment_error_log.handler, site.tenant.token("DomainAdministrator"), body)
    return list(response.body["Errors"])


def test_a_stay_opens_and_blocks_its_room(site: Site, nse: NomadixSimulator) -> None:
    stay_a_day(site, site.unit)
    site.run_jobs()
    during = dict(nse.rooms)

    site.pass_time(days=3)
    site.run_jobs()

    assert (during, nse.rooms) == ({str(VLAN): "ROOM_OPEN"}, {str(VLAN): "ROOM_BLOCK"})


def test_an_unknown_room_is_tried_again_alone_and_says_what_to_do(site: Site, nse: NomadixSimulator) -> None:
    stay_a_day(site, add_second_unit(site))
    stay_a_day(site, site.unit)

    site.run_jobs()

    refused = [error for error in errors_at(site) if error.get("Command") == "ROOM_SET_ACCESS"]
    assert nse.rooms == {str(VLAN): "ROOM_OPEN"}
    assert [error["PORT"] for error in refused] == [SECOND_VLAN]
    assert "set up its port-location" in refused[0]["response"]


def test_a_limit_that_a_nomadix_cannot_hold_is_logged_once(site: Site, nse: NomadixSimulator) -> None:
    stay_a_day(site, site.unit)
    for _ in range(2):
        site.run_jobs()
        site.mark(venue=site.venue.id)

    assert nse.rooms == {str(VLAN): "ROOM_OPEN"}
    assert [error["BandwidthQueue"] for error in errors_at(site) if "BandwidthQueue" in error] == ["UNSUPPORTED"]


def test_a_stay_enables_and_disables_the_wifi_of_its_vlan(site: Site, balance: PeplinkSimulator) -> None:
    stay_a_day(site, site.unit)
    site.run_jobs()
    during = balance.wifi[2].is_enabled

    site.pass_time(days=3)
    site.run_jobs()

    assert (during, balance.wifi[2].is_enabled) == (True, False)
    assert (balance.wifi[1].is_enabled, balance.sessions) == (True, set())


def test_a_vlan_without_wifi_is_closed_as_off_and_logged_once(site: Site, balance: PeplinkSimulator) -> None:
    stay_a_day(site, add_second_unit(site))
    site.run_jobs()
    site.pass_time(days=3)

    for _ in range(2):
        site.run_jobs()
        site.mark(venue=site.venue.id)

    assert [error["PORT"] for error in errors_at(site) if "Interface" in error] == [SECOND_VLAN]
    assert balance.sessions == set()
