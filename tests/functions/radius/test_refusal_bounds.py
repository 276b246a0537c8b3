"""How often refused devices are recorded, and what happens without Redis or the log."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.factories import Tenant, World, create_tenant, unique_name
from tests.functions.radius.refusal_log import causes_of, details_on
from tests.pending_residents import set_person
from tests.radius_client import (
    Device,
    House,
    add_server,
    request_access,
    unknown_passphrase,
)
from vault.adapters import redis
from vault.graph.connection import Conflict
from vault.graph.schema import Prop
from vault.kernel.errors import Unavailable
from vault.kernel.statuses import SUSPENDED
from vault.outbox import relay


def test_a_device_that_tries_again_and_again_is_recorded_once_for_each_cause(own_operator: Tenant, home: House) -> None:
    person, phone = home.add_resident()
    stranger = Device(unknown_passphrase(), home.ssid, phone.mac)

    for _ in range(2):
        request_access(own_operator, stranger.by_ruckus())
    set_person(person.token, **{Prop.STATUS: SUSPENDED})
    for _ in range(2):
        request_access(own_operator, phone.by_ruckus())

    assert causes_of(phone) == ["no key matches", "subscriber suspended"]


def test_the_same_refusal_several_times_at_once_is_recorded_once(own_operator: Tenant, home: House) -> None:
    stranger = Device(unknown_passphrase(), home.ssid)
    bodies = [stranger.by_ruckus() for _ in range(6)]

    with ThreadPoolExecutor(6) as threads:
        codes = list(threads.map(lambda body: request_access(own_operator, body).code, bodies))

    assert codes == ["DeviceRefused"] * 6
    assert causes_of(stranger) == ["no key matches"]


def test_it_is_recorded_again_when_a_quarter_of_an_hour_is_over(own_operator: Tenant, home: House) -> None:
    stranger = Device(unknown_passphrase(), home.ssid)
    request_access(own_operator, stranger.by_ruckus())
    names = [name for name in redis.client().keys("refusal:*") if own_operator.operator.id in name]
    lifetimes = [redis.client().ttl(name) for name in names]

    redis.client().delete(*names)
    request_access(own_operator, stranger.by_ruckus())

    assert all(0 < each <= 900 for each in lifetimes)
    assert stranger.mac.hex() not in str(names).lower()
    assert causes_of(stranger) == ["no key matches"] * 2


def test_random_addresses_do_not_flood_the_log_of_a_server_nor_of_an_operator(
    world: World, bounds: Callable[[int, int], None]
) -> None:
    assert world
    flooded = create_tenant(unique_name("Flooded"))
    bounds(2, 3)
    servers = [add_server(flooded) for _ in range(2)]
    strangers = [Device(unknown_passphrase(), "No Such Net") for _ in range(8)]

    answers = [
        request_access(flooded, stranger.by_ruckus(), server)
        for stranger, server in zip(strangers, itertools.cycle(servers), strict=False)
    ]

    details = [detail for stranger in strangers for detail in details_on(stranger)]
    assert [each.code for each in answers] == ["DeviceRefused"] * 8
    assert len(details) == 3
    assert ["pause_seconds" in detail for detail in details] == [False, False, True]
    assert len([name for name in redis.client().keys("refusal:*") if flooded.operator.id in name]) <= 4


def test_without_redis_a_device_is_refused_and_nothing_is_recorded(
    own_operator: Tenant, home: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = Device(unknown_passphrase(), home.ssid)
    redis.client.cache_clear()
    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")

    response = request_access(own_operator, stranger.by_ruckus())

    redis.client.cache_clear()
    assert response.code == "DeviceRefused"
    assert causes_of(stranger) == []
    assert "a refusal is not recorded" in caplog.text


@pytest.mark.parametrize("error", [Unavailable(service="graph"), Conflict()], ids=["unavailable", "conflict"])
def test_a_log_that_cannot_be_reached_refuses_all_the_same_and_the_next_refusal_is_recorded(
    own_operator: Tenant, home: House, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    stranger = Device(unknown_passphrase(), home.ssid)

    def fail(_entries: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(relay, "append_log_entries", fail)
        response = request_access(own_operator, stranger.by_ruckus())
    request_access(own_operator, stranger.by_ruckus())

    assert (response.status, response.code) == (401, "DeviceRefused")
    assert causes_of(stranger) == ["no key matches"]
