"""Devices recorded on the keys with which they join, and counted."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.subscriberconsole import list_keys
from tests.functions.radius.estate import add_plan_of
from tests.gateway import call
from tests.joining import Device, House, house, joins
from tests.newcomers import events_of
from tests.residents import add_pool, issue
from tests.world import Tenant, World, fresh, tenant
from vault.adapters import redis
from vault.devices import service as devices
from vault.devices.model import MOST_REMEMBERED
from vault.graph.connection import answer
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, with_properties
from vault.keys import candidates
from vault.radius import service as radius

HOUR, MINUTE = 3_600_000, 60_000


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own."""
    assert world
    return tenant(fresh("Seen"))


@pytest.fixture(scope="module")
def home(estate: Tenant) -> House:
    """A house with a network."""
    return house(estate)


class Clock:
    """The time at which devices join: now, and later."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ahead, true = 0, radius.epoch_ms
        patch.setattr(radius, "epoch_ms", lambda moment: true(moment) + self.ahead)

    def forward(self, milliseconds: int) -> None:
        """Let time pass."""
        self.ahead += milliseconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def record_of(phone: Device) -> dict[Any, Any]:
    """What the graph knows of a device."""
    (row,) = answer(__.V().has(Label.DEVICE, Prop.MAC, phone.shown).element_map())
    return dict(row)


def another(phone: Device) -> Device:
    """Another device with the same key."""
    return Device(phone.text, phone.ssid)


def limited(estate: Tenant, most: int) -> tuple[House, Device]:
    """A house of its own, with a resident whose plan allows so many devices."""
    home = house(estate)
    add_plan_of(home, concurrent_devices=most)
    return home, home.resident()[1]


def test_a_device_is_recorded_on_its_key(estate: Tenant, home: House) -> None:
    person, phone = home.resident()

    joins(estate, phone.by_ruckus())

    told = call(list_keys.handler, person.access_token).body
    ((_, pool),) = told["KeysInKeyPools"].items()
    ((_, key),) = pool["Keys"].items()
    assert (told["DeviceCountOnline"], told["DeviceCountOffline"]) == (1, 0)
    assert list(key["Devices"]) == [phone.shown]
    seen = key["Devices"][phone.shown]
    assert (seen["Online"], seen["UserDefinedHostName"]) == (True, "")
    assert seen["Called-Station-Id"] == phone.bssid.hex(":").upper()
    assert seen["FirstSeenDateTimeUTC.ISO8601"] == seen["LastSeenDateTimeUTC.ISO8601"]


def test_it_is_online_for_thirty_two_minutes(estate: Tenant, home: House) -> None:
    person, phone = home.resident()
    joins(estate, phone.by_ruckus())

    seen = record_of(phone)[Prop.LAST_SEEN]
    answer(with_properties(__.V().has(Label.DEVICE, Prop.MAC, phone.shown), **{Prop.LAST_SEEN: seen - 32 * MINUTE}))

    told = call(list_keys.handler, person.access_token).body
    assert (told["DeviceCountOnline"], told["DeviceCountOffline"]) == (0, 1)


def test_joining_is_in_the_log_of_its_person(estate: Tenant, home: House) -> None:
    person, phone = home.resident()

    joins(estate, phone.by_ruckus())

    entries = answer(__.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, person.token).element_map(), "LOG")
    (entry,) = (each for each in entries if each[Prop.EVENT] == "Device joined")
    assert phone.shown in entry[Prop.DETAIL]
    assert (entry[Prop.VENUE], entry[Prop.UNIT]) == (home.venue.id, home.unit)
    assert phone.text not in str(entries)


def test_a_device_that_comes_again_soon_costs_no_write(estate: Tenant, home: House, clock: Clock) -> None:
    person, phone = home.resident()
    first = joins(estate, phone.by_ruckus()).body
    before = record_of(phone)

    clock.forward(4 * MINUTE)
    again = joins(estate, phone.by_ruckus()).body

    assert record_of(phone) == before
    assert events_of(person.token).count("Device joined") == 1
    ends = [reply["reply:Session-Timeout"]["value"] for reply in (first, again)]
    assert ends[0] - ends[1] in {240, 241}


def test_a_device_that_comes_again_later_is_seen_then(estate: Tenant, home: House, clock: Clock) -> None:
    person, phone = home.resident()
    joins(estate, phone.by_ruckus())
    before = record_of(phone)

    clock.forward(6 * MINUTE)
    told = joins(estate, phone.by_ruckus()).body

    after = record_of(phone)
    assert after[Prop.FIRST_SEEN] == before[Prop.FIRST_SEEN]
    assert after[Prop.LAST_SEEN] >= before[Prop.LAST_SEEN] + 6 * MINUTE
    assert told["reply:Session-Timeout"]["value"] == 86_400
    assert events_of(person.token).count("Device joined") == 2


def test_a_session_ends_with_its_key(estate: Tenant, home: House, clock: Clock) -> None:
    person, phone = home.resident()
    joins(estate, phone.by_ruckus())
    ends_at = record_of(phone)[Prop.LAST_SEEN] + HOUR
    key = __.V().has(Label.DEVICE, Prop.MAC, phone.shown).in_(Edge.USED_BY)
    answer(key.out_e(Edge.AT_UNIT).property(Prop.ENDS_AT, ends_at))

    known = joins(estate, phone.by_ruckus()).body["reply:Session-Timeout"]["value"]
    fresh_one = joins(estate, another(phone).by_ruckus()).body["reply:Session-Timeout"]["value"]

    assert person
    assert 3590 <= fresh_one <= known <= 3600
    clock.forward(HOUR + MINUTE)
    assert joins(estate, phone.by_ruckus()).code == "DeviceRefused"


def test_one_device_too_many_is_refused_until_another_has_gone(estate: Tenant, clock: Clock) -> None:
    _, phone = limited(estate, 2)
    second, third = another(phone), another(phone)
    assert [joins(estate, each.by_ruckus()).status for each in (phone, second)] == [200, 200]

    refused = joins(estate, third.by_ruckus())
    again = joins(estate, second.by_ruckus())
    clock.forward(25 * HOUR)

    assert (refused.code, again.status) == ("DeviceRefused", 200)
    assert joins(estate, third.by_ruckus()).status == 200
    assert joins(estate, phone.by_ruckus()).status == 200
    assert joins(estate, second.by_ruckus()).code == "DeviceRefused"


def test_a_device_counts_once_on_all_the_networks_of_a_person(estate: Tenant) -> None:
    home, phone = limited(estate, 1)
    pool = add_pool(estate, VenueID=home.venue.id)
    issue(estate, pool)
    (ssid,) = answer(__.V(pool).values(Prop.SSID))
    assert joins(estate, phone.by_ruckus()).status == 200

    same = joins(estate, Device(phone.text, ssid, phone.mac).by_ruckus())
    other = joins(estate, Device(phone.text, ssid).by_ruckus())

    assert (same.status, other.code) == (200, "DeviceRefused")


def test_of_several_devices_at_the_limit_at_once_one_is_let_in(estate: Tenant) -> None:
    _, phone = limited(estate, 2)
    joins(estate, phone.by_ruckus())
    several = [another(phone).by_ruckus() for _ in range(6)]

    with ThreadPoolExecutor(6) as threads:
        told = list(threads.map(lambda body: joins(estate, body).code, several))

    assert sorted(told) == ["", *["DeviceRefused"] * 5]


def test_the_same_device_several_times_at_once_is_one(estate: Tenant) -> None:
    _, phone = limited(estate, 1)
    bodies = [phone.by_ruckus() for _ in range(4)]

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(lambda body: joins(estate, body).status, bodies))

    assert told == [200] * 4
    assert record_of(phone)


def test_devices_that_change_their_address_do_not_pile_up(
    estate: Tenant, home: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault.devices.model.MOST_REMEMBERED", 3)
    _, phone = home.resident()
    phones = [phone, *(another(phone) for _ in range(4))]

    for each in phones:
        joins(estate, each.by_ruckus())
        clock.forward(25 * HOUR)

    key = __.V().has(Label.DEVICE, Prop.MAC, phones[-1].shown).in_(Edge.USED_BY)
    assert set(answer(key.out(Edge.USED_BY).values(Prop.MAC))) == {each.shown for each in phones[-3:]}
    assert MOST_REMEMBERED > 3


def test_a_device_seen_before_is_found_without_a_search(
    estate: Tenant, home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, phone = home.resident()
    joins(estate, phone.by_ruckus())

    def never(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(radius, "searched", never)

    assert joins(estate, phone.by_hostapd()).status == 200


def test_redis_knows_neither_the_device_nor_a_key(estate: Tenant, home: House) -> None:
    _, phone = home.resident()
    joins(estate, phone.by_ruckus())

    names = [name for name in redis.client().keys("recent_key:*") if estate.operator.id in name]
    kept = str({name: redis.client().get(name) for name in names}).lower()

    assert names
    assert all(0 < redis.client().ttl(name) <= 86_400 for name in names)
    assert [form for form in (phone.shown, phone.mac.hex(), phone.text) if form.lower() in kept] == []


def test_without_redis_every_device_is_searched_for(
    estate: Tenant, home: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, phone = home.resident()
    redis.client.cache_clear()
    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")

    told = joins(estate, phone.by_ruckus())

    redis.client.cache_clear()
    assert told.status == 200
    assert "without Redis every device is searched for" in caplog.text


def test_pools_beyond_the_bound_leave_the_process_and_are_read_again(
    estate: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MOST", 2)
    phones = [house(estate).resident()[1] for _ in range(4)]

    told = [joins(estate, another(phone).by_ruckus()).status for phone in itertools.chain(phones, phones)]

    assert told == [200] * 8
    assert sum(len(each) for pool in candidates._pools.values() for each in pool) <= 2
    assert devices.WRITTEN_AGAIN_MS == 5 * MINUTE
