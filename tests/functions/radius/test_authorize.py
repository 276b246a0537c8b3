"""Devices recognised by their handshakes."""

import pytest

from tests.joining import Device, House, house, joins, stranger
from tests.world import Tenant, World, fresh, tenant
from vault.kernel.time import epoch_ms, now
from vault.wifi.elements import Akm
from vault.wifi.pmk import pmk


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own."""
    assert world
    return tenant(fresh("Aired"))


@pytest.fixture(scope="module")
def home(estate: Tenant) -> House:
    """A house with a network."""
    return house(estate)


def test_a_ruckus_controller_is_given_the_pmk_of_a_residents_key(estate: Tenant, home: House) -> None:
    _, phone = home.resident()

    told = joins(estate, phone.by_ruckus())

    assert told.status == 200, told.body
    assert told.body["reply:Ruckus-Dpsk"] == {"op": ":=", "value": f"0x00{pmk(phone.text, phone.ssid).hex()}"}
    assert told.body["reply:Tunnel-Type"]["value"] == "VLAN"
    assert told.body["reply:Tunnel-Private-Group-Id"]["value"] == "1050"


def test_hostapd_is_given_the_passphrase(estate: Tenant, home: House) -> None:
    _, phone = home.resident()

    told = joins(estate, phone.by_hostapd())

    assert told.body["reply:Tunnel-Password"]["value"] == phone.text


@pytest.mark.parametrize("akm", list(Akm))
def test_devices_of_every_kind_are_recognised(estate: Tenant, home: House, akm: Akm) -> None:
    _, phone = home.resident()

    told = joins(estate, Device(phone.text, phone.ssid, akm=akm).by_hostapd())

    assert told.status == 200, told.body


def test_a_key_of_nobody_is_refused(estate: Tenant, home: House) -> None:
    told = joins(estate, Device(stranger(), home.ssid).by_ruckus())

    assert (told.status, told.code) == (401, "DeviceRefused")
    assert told.body["reply:Reply-Message"]["value"] == "Access denied."
    assert epoch_ms(now())
