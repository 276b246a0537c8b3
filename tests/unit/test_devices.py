"""Devices: addresses, counting, and which are removed."""

from dataclasses import replace

import pytest

from vault.devices import model
from vault.devices.model import Device, devices_to_forget
from vault.devices.service import DeviceQuota
from vault.kernel.mac import MacAddressInvalid, format_mac, parse_mac

PHONE = Device("psk_1", "02:00:00:00:00:01", "02:00:00:00:00:FF", 0, 0, 100)


def devices(number: int) -> list[Device]:
    """Devices, each seen a bit later than the one before."""
    return [
        replace(PHONE, mac=f"02:00:00:00:01:{place:02X}", last_seen=place, ends_at=place) for place in range(number)
    ]


@pytest.mark.parametrize("text", ["02-00-5e-00-00-0A", "02:00:5E:00:00:0a", "0200.5e00.000a", " 02005E00000A "])
def test_an_address_is_written_in_one_way(text: str) -> None:
    assert format_mac(parse_mac(text)) == "02:00:5E:00:00:0A"


@pytest.mark.parametrize("text", ["", "x", "02005E00000", "02005E00000A00", "é" * 12, "02:00:5E:00:00:0A:FF:FE"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(MacAddressInvalid):
        parse_mac(text)


def test_a_household_takes_devices_up_to_its_limit_each_counted_once() -> None:
    twice = (PHONE, replace(PHONE, key_id="psk_2"))
    home = DeviceQuota("psk_1", twice, "person", 0, limit=2)

    assert home.allows("02:00:00:00:00:02", 50)
    assert not replace(home, limit=1).allows("02:00:00:00:00:02", 50)
    assert replace(home, limit=1).allows(PHONE.mac, 50)
    assert replace(home, limit=1).allows("02:00:00:00:00:02", 100)
    assert replace(home, limit=None).allows("02:00:00:00:00:02", 50)


def test_the_one_unseen_for_longest_is_forgotten_named_ones_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "MAX_DEVICES_OF_A_KEY", 4)
    first, second, third, fourth = devices(4)

    assert devices_to_forget([first, second, third], 1000) == []
    assert devices_to_forget([fourth, second, third, first], 1000) == [first.id]
    assert devices_to_forget([replace(first, name="TV"), second, third, fourth], 1000) == [second.id]
    assert devices_to_forget([replace(each, ends_at=2000) for each in devices(4)], 1000) == []
