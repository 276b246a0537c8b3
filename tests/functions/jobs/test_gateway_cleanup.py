"""What is left of a deleted gateway is removed, at once or when the device can be reached again."""

import datetime as dt

import pytest

from tests.gateways import Gateway, Site, add_resident, site, tenant
from tests.residents import move_in
from vault.equipment.model import Equipment
from vault.gateways import cleanup, lease, schedule
from vault.graph.connection import Conflict, execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.kernel import time

__all__ = ["site", "tenant"]
VLAN = 1050


@pytest.fixture
def gateway(site: Site) -> Gateway:
    """A gateway with a VLAN on."""
    move_in(site.tenant, site.unit)
    site.run_jobs()
    return site.gateway


def delete(site: Site, gateway: Gateway, *, removes_configuration: bool) -> None:
    ctx = site.tenant.caller()
    ctx.tx.is_bookkeeping = True
    equipment = Equipment.from_row(gateway.read())
    cleanup.queue_cleanup(ctx, equipment, removes_configuration=removes_configuration)
    ctx.tx.change(__.V(gateway.id).drop())
    ctx.tx.commit()


def what_is_left(gateway: Gateway) -> list[str]:
    """Labels of its states and of its clean-up."""
    states = __.V().has(Label.GATEWAY_VLAN, Prop.EQUIPMENT_KEY, gateway.key)
    cleanups = __.V().has(Label.GATEWAY_CLEANUP, Prop.EQUIPMENT_KEY, gateway.key)
    return execute(__.inject(0).union(states, cleanups).label())


def test_what_vault_created_is_removed(site: Site, gateway: Gateway) -> None:
    delete(site, gateway, removes_configuration=True)

    site.run_jobs()

    assert (site.device.vlans, what_is_left(gateway)) == ({}, [])
    assert gateway.events() == ["Gateway VLAN enabled", "Gateway cleaned up"]


def test_a_configuration_that_is_preserved_is_left_alone(site: Site, gateway: Gateway) -> None:
    delete(site, gateway, removes_configuration=False)

    site.run_jobs()

    assert (set(site.device.on()), site.device.sessions) == ({VLAN}, 1)
    assert what_is_left(gateway) == []


def test_an_unreachable_device_is_tried_again(site: Site, gateway: Gateway) -> None:
    site.device.is_dead = True
    delete(site, gateway, removes_configuration=True)
    for _ in range(2):
        site.run_jobs()
    tries = site.device.sessions
    site.device.is_dead = False

    site.pass_time(minutes=2)
    site.run_jobs()

    assert (tries, site.device.vlans, what_is_left(gateway)) == (2, {}, [])


def test_after_three_days_it_is_given_up(site: Site, gateway: Gateway) -> None:
    site.device.is_dead = True
    delete(site, gateway, removes_configuration=True)

    for _ in range(14):
        site.run_jobs()
        site.pass_time(hours=6)
    site.run_jobs()

    assert what_is_left(gateway) == []
    entries = __.V().has(Label.LOG_ENTRY, Prop.EVENT, "Gateway cleanup given up").has(Prop.EQUIPMENT_KEY, gateway.key)
    assert execute(entries.count(), "LOG") == [1]


def test_states_are_removed_some_at_a_time(site: Site, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleanup, "VLANS_AT_ONCE", 1)
    delete(site, gateway, removes_configuration=True)

    for _ in range(3):
        site.run_jobs()

    assert (site.device.vlans, what_is_left(gateway)) == ({}, [])


def add_again(site: Site) -> Gateway:
    """The same device under the same id, as another piece of equipment."""
    device = site.gateways.pop().device
    added = site.add_gateway()
    added.device = device
    return added


def test_a_device_that_is_added_again_keeps_what_its_residents_need(site: Site, gateway: Gateway) -> None:
    site.device.is_dead = True
    delete(site, gateway, removes_configuration=True)
    site.run_jobs()
    added = add_again(site)
    site.device.is_dead = False

    for _ in range(3):
        site.pass_time(minutes=20)
        site.run_jobs()

    assert (set(site.device.on()), what_is_left(gateway)) == ({VLAN}, [])
    assert Prop.ATTEMPTED not in added.read()


def test_a_device_that_is_added_again_does_not_keep_what_nobody_needs(site: Site) -> None:
    person, gateway = add_resident(site), site.gateway
    site.run_jobs()
    delete(site, gateway, removes_configuration=True)
    add_again(site)
    site.suspend(person)

    for _ in range(3):
        site.pass_time(minutes=20)
        site.run_jobs()

    assert (site.device.on(), what_is_left(gateway)) == ({}, [])


def test_a_device_that_is_added_again_during_its_clean_up_gets_its_vlans_back(site: Site, gateway: Gateway) -> None:
    delete(site, gateway, removes_configuration=True)

    def add_and_enable() -> None:
        add_again(site)
        messages, site.sent = site.sent, []
        site.run_jobs()
        site.sent = messages

    site.device.meanwhile = add_and_enable
    for _ in range(3):
        site.run_jobs()
        site.pass_time(minutes=5)

    assert (set(site.device.on()), what_is_left(gateway)) == ({VLAN}, [])


def test_a_gateway_that_is_deleted_during_a_session_is_cleaned_up_after_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = site.gateway
    add_resident(site)

    def delete_and_clean_up() -> None:
        delete(site, gateway, removes_configuration=True)
        messages, site.sent = site.sent, []
        site.run_jobs()
        site.sent = messages

    site.device.meanwhile = delete_and_clean_up
    site.run_jobs()
    meanwhile = set(site.device.on())
    real_time = time.real_now()
    monkeypatch.setattr(lease, "real_now", lambda: real_time + dt.timedelta(minutes=3))
    monkeypatch.setattr(schedule, "real_now", lambda: real_time + dt.timedelta(minutes=3))
    site.pass_time(minutes=3)
    site.run_jobs()

    assert (meanwhile, site.device.vlans, what_is_left(gateway)) == ({VLAN}, {}, [])


def test_a_deletion_that_was_read_before_a_session_began_starts_again(site: Site, gateway: Gateway) -> None:
    ctx = site.tenant.caller()
    ctx.tx.is_bookkeeping = True
    cleanup.queue_cleanup(ctx, Equipment.from_row(gateway.read()), removes_configuration=True)
    gateway.set(**{Prop.ATTEMPTED: '{"1051": [1051]}'})

    with pytest.raises(Conflict):
        ctx.tx.commit()
