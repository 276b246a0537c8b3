"""What is left of a deleted gateway is removed, at once or when the device can be reached again."""

import pytest

from tests.gateways import Gateway, Site, site, tenant
from tests.residents import move_in
from vault.equipment.model import Equipment
from vault.gateways import cleanup
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __

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
