"""Devices recorded on the keys with which they join, and counted."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.subscriberconsole import list_keys
from tests.factories import Tenant
from tests.functions.radius.graph_edits import add_plan_of
from tests.gateway import call
from tests.pending_residents import events_of
from tests.radius_client import Device, House, create_house, request_access
from tests.residents import add_pool, run_issue_job
from vault.adapters import redis
from vault.devices import service as devices
from vault.devices.model import MAX_DEVICES_OF_A_KEY
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, with_properties
from vault.keys import pmk_cache
from vault.radius import service as radius

HOUR, MINUTE = 3_600_000, 60_000


class Clock:
    """The time at which devices join; it can be moved forward."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ahead, true = 0, radius.epoch_ms
        patch.setattr(radius, "epoch_ms", lambda moment: true(moment) + self.ahead)

    def forward(self, milliseconds: int) -> None:
        self.ahead += milliseconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def record_of(phone: Device) -> dict[Any, Any]:
    """The properties of a device in the graph."""
    (row,) = execute(__.V().has(Label.DEVICE, Prop.MAC, phone.mac_text).element_map())
    return dict(row)


def another(phone: Device) -> Device:
    """Another device with the same key."""
    return Device(phone.passphrase, phone.ssid)


def limited(own_operator: Tenant, most: int) -> tuple[House, Device]:
    """A house of its own, with a resident whose plan allows `most` devices."""
    home = create_house(own_operator)
    add_plan_of(home, concurrent_devices=most)
    return home, home.add_resident()[1]


def test_a_device_is_recorded_on_its_key(own_operator: Tenant, home: House) -> None:
    person, phone = home.add_resident()

    request_access(own_operator, phone.by_ruckus())

    response = call(list_keys.handler, person.access_token).body
    ((_, pool),) = response["KeysInKeyPools"].items()
    ((_, key),) = pool["Keys"].items()
    assert (response["DeviceCountOnline"], response["DeviceCountOffline"]) == (1, 0)
    assert list(key["Devices"]) == [phone.mac_text]
    seen = key["Devices"][phone.mac_text]
    assert (seen["Online"], seen["UserDefinedHostName"]) == (True, "")
    assert seen["Called-Station-Id"] == phone.bssid.hex(":").upper()
    assert seen["FirstSeenDateTimeUTC.ISO8601"] == seen["LastSeenDateTimeUTC.ISO8601"]


def test_it_is_online_for_thirty_two_minutes(own_operator: Tenant, home: House) -> None:
    person, phone = home.add_resident()
    request_access(own_operator, phone.by_ruckus())

    seen = record_of(phone)[Prop.LAST_SEEN]
    execute(with_properties(__.V().has(Label.DEVICE, Prop.MAC, phone.mac_text), **{Prop.LAST_SEEN: seen - 32 * MINUTE}))

    response = call(list_keys.handler, person.access_token).body
    assert (response["DeviceCountOnline"], response["DeviceCountOffline"]) == (0, 1)


def test_joining_is_in_the_log_of_its_person(own_operator: Tenant, home: House) -> None:
    person, phone = home.add_resident()

    request_access(own_operator, phone.by_ruckus())

    entries = execute(__.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, person.token).element_map(), "LOG")
    (entry,) = (each for each in entries if each[Prop.EVENT] == "Device joined")
    assert phone.mac_text in entry[Prop.DETAIL]
    assert (entry[Prop.VENUE], entry[Prop.UNIT]) == (home.venue.id, home.unit)
    assert phone.passphrase not in str(entries)


def test_a_device_that_comes_again_soon_costs_no_write(own_operator: Tenant, home: House, clock: Clock) -> None:
    person, phone = home.add_resident()
    first = request_access(own_operator, phone.by_ruckus()).body
    before = record_of(phone)

    clock.forward(4 * MINUTE)
    again = request_access(own_operator, phone.by_ruckus()).body

    assert record_of(phone) == before
    assert events_of(person.token).count("Device joined") == 1
    ends = [reply["reply:Session-Timeout"]["value"] for reply in (first, again)]
    assert ends[0] - ends[1] in {240, 241}


def test_a_device_that_comes_again_later_is_seen_then(own_operator: Tenant, home: House, clock: Clock) -> None:
    person, phone = home.add_resident()
    request_access(own_operator, phone.by_ruckus())
    before = record_of(phone)

    clock.forward(6 * MINUTE)
    response = request_access(own_operator, phone.by_ruckus()).body

    after = record_of(phone)
    assert after[Prop.FIRST_SEEN] == before[Prop.FIRST_SEEN]
    assert after[Prop.LAST_SEEN] >= before[Prop.LAST_SEEN] + 6 * MINUTE
    assert response["reply:Session-Timeout"]["value"] == 86_400
    assert events_of(person.token).count("Device joined") == 2


def test_a_session_ends_with_its_key(own_operator: Tenant, home: House, clock: Clock) -> None:
    person, phone = home.add_resident()
    request_access(own_operator, phone.by_ruckus())
    ends_at = record_of(phone)[Prop.LAST_SEEN] + HOUR
    key = __.V().has(Label.DEVICE, Prop.MAC, phone.mac_text).in_(Edge.USED_BY)
    execute(key.out_e(Edge.AT_UNIT).property(Prop.ENDS_AT, ends_at))

    known = request_access(own_operator, phone.by_ruckus()).body["reply:Session-Timeout"]["value"]
    fresh_one = request_access(own_operator, another(phone).by_ruckus()).body["reply:Session-Timeout"]["value"]

    assert person
    assert 3590 <= fresh_one <= known <= 3600
    clock.forward(HOUR + MINUTE)
    assert request_access(own_operator, phone.by_ruckus()).code == "DeviceRefused"


def test_one_device_too_many_is_refused_until_another_has_gone(own_operator: Tenant, clock: Clock) -> None:
    _, phone = limited(own_operator, 2)
    second, third = another(phone), another(phone)
    assert [request_access(own_operator, each.by_ruckus()).status for each in (phone, second)] == [200, 200]

    refused = request_access(own_operator, third.by_ruckus())
    again = request_access(own_operator, second.by_ruckus())
    clock.forward(25 * HOUR)

    assert (refused.code, again.status) == ("DeviceRefused", 200)
    assert request_access(own_operator, third.by_ruckus()).status == 200
    assert request_access(own_operator, phone.by_ruckus()).status == 200
    assert request_access(own_operator, second.by_ruckus()).code == "DeviceRefused"


def test_a_device_counts_once_on_all_the_networks_of_a_person(own_operator: Tenant) -> None:
    home, phone = limited(own_operator, 1)
    pool = add_pool(own_operator, VenueID=home.venue.id)
    run_issue_job(own_operator, pool)
    (ssid,) = execute(__.V(pool).values(Prop.SSID))
    assert request_access(own_operator, phone.by_ruckus()).status == 200

    same = request_access(own_operator, Device(phone.passphrase, ssid, phone.mac).by_ruckus())
    other = request_access(own_operator, Device(phone.passphrase, ssid).by_ruckus())

    assert (same.status, other.code) == (200, "DeviceRefused")


def test_of_several_devices_at_the_limit_at_once_one_is_let_in(own_operator: Tenant) -> None:
    _, phone = limited(own_operator, 2)
    request_access(own_operator, phone.by_ruckus())
    several = [another(phone).by_ruckus() for _ in range(6)]

    with ThreadPoolExecutor(6) as threads:
        response = list(threads.map(lambda body: request_access(own_operator, body).code, several))

    assert sorted(response) == ["", *["DeviceRefused"] * 5]


def test_the_same_device_several_times_at_once_is_one(own_operator: Tenant) -> None:
    _, phone = limited(own_operator, 1)
    bodies = [phone.by_ruckus() for _ in range(4)]

    with ThreadPoolExecutor(4) as threads:
        response = list(threads.map(lambda body: request_access(own_operator, body).status, bodies))

    assert response == [200] * 4
    assert record_of(phone)


def test_devices_that_change_their_address_do_not_pile_up(
    own_operator: Tenant, home: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault.devices.model.MAX_DEVICES_OF_A_KEY", 3)
    _, phone = home.add_resident()
    phones = [phone, *(another(phone) for _ in range(4))]

    for each in phones:
        request_access(own_operator, each.by_ruckus())
        clock.forward(25 * HOUR)

    key = __.V().has(Label.DEVICE, Prop.MAC, phones[-1].mac_text).in_(Edge.USED_BY)
    assert set(execute(key.out(Edge.USED_BY).values(Prop.MAC))) == {each.mac_text for each in phones[-3:]}
    assert MAX_DEVICES_OF_A_KEY > 3


def test_a_device_seen_before_is_found_without_a_search(
    own_operator: Tenant, home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, phone = home.add_resident()
    request_access(own_operator, phone.by_ruckus())

    def never(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(radius, "search_keypools", never)

    assert request_access(own_operator, phone.by_hostapd()).status == 200


def test_redis_knows_neither_the_device_nor_a_key(own_operator: Tenant, home: House) -> None:
    _, phone = home.add_resident()
    request_access(own_operator, phone.by_ruckus())

    names = [name for name in redis.client().keys("last_key:*") if own_operator.operator.id in name]
    kept = str({name: redis.client().get(name) for name in names}).lower()

    assert names
    assert all(0 < redis.client().ttl(name) <= 86_400 for name in names)
    assert [form for form in (phone.mac_text, phone.mac.hex(), phone.passphrase) if form.lower() in kept] == []


def test_without_redis_every_device_is_searched_for(
    own_operator: Tenant, home: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, phone = home.add_resident()
    redis.client.cache_clear()
    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")

    response = request_access(own_operator, phone.by_ruckus())

    redis.client.cache_clear()
    assert response.status == 200
    assert "without Redis every device is searched for" in caplog.text


def test_pools_beyond_the_bound_leave_the_process_and_are_read_again(
    own_operator: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pmk_cache, "MAX_CANDIDATES", 2)
    phones = [create_house(own_operator).add_resident()[1] for _ in range(4)]

    response = [
        request_access(own_operator, another(phone).by_ruckus()).status for phone in itertools.chain(phones, phones)
    ]

    assert response == [200] * 8
    assert sum(len(each) for pool in pmk_cache._bins_by_keypool.values() for each in pool) <= 2
    assert devices.REWRITE_AFTER_MS == 5 * MINUTE
