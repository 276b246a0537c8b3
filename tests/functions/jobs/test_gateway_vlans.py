"""VLANs that change, are shared, or lie above others, and what a gateway's interface cannot set."""

import pytest

from tests.factories import add_unit
from tests.gateways import Site, add_resident, enable_resident, site, tenant
from vault.adapters.gateway_session import SpeedLimits, Unsupported
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __, single, with_properties, without_properties
from vault.kernel import ids
from vault.kernel.statuses import IN_SERVICE, SUSPENDED
from vault.units import queries as units

__all__ = ["site", "tenant"]
VLAN, OFFSET = 1050, 100
PLAN = SpeedLimits(25_000_000, 100_000_000)


def make_wireless_only(site: Site, offset: int | None) -> None:
    """Let the plan of the venue be for wireless devices alone, and give the venue an offset, or none."""
    venue = without_properties(__.V(site.venue.id), Prop.WIRELESS_ONLY_OFFSET)
    execute(venue.property(single, Prop.WIRELESS_ONLY_OFFSET, offset) if offset else venue)
    execute(__.V(site.venue.id).in_(Edge.OFFERED_AT).property(single, Prop.WIRELESS_ONLY, offset is not None))
    site.mark(venue=site.venue.id)


def move_to_vlan(site: Site, vlan: int, unit: str = "") -> None:
    """Give the first unit, or another one, another VLAN, whatever the rules for that are."""
    unit = unit or site.unit
    (before,) = execute(__.V(unit).out(Edge.ON_VLAN).id_())
    execute(__.V(unit).out_e(Edge.ON_VLAN).drop())
    for step in units.share_vlan(site.venue.id, vlan):
        execute(step)
    execute(units.put_on_vlan(unit, site.venue.id, vlan))
    site.mark(vlans=[before, ids.vlan_id(site.venue.id, vlan)])


def test_a_wireless_only_plan_puts_on_the_vlan_above_and_the_unit_s_own_off(site: Site) -> None:
    enable_resident(site)

    make_wireless_only(site, OFFSET)
    site.run_jobs()

    assert site.device.on() == {VLAN + OFFSET: PLAN}
    assert [order.vlan for order in site.device.applied] == [VLAN, VLAN + OFFSET, VLAN]


def test_another_offset_leaves_nothing_on(site: Site) -> None:
    make_wireless_only(site, OFFSET)
    enable_resident(site)

    make_wireless_only(site, 2 * OFFSET)
    site.run_jobs()

    assert site.device.on() == {VLAN + 2 * OFFSET: PLAN}
    assert VLAN + OFFSET not in site.device.vlans


def test_a_plan_that_leads_to_another_unit_is_an_error_of_this_vlan(site: Site) -> None:
    add_unit(site.tenant, site.venue, "102", VLAN + OFFSET)
    enable_resident(site)

    make_wireless_only(site, OFFSET)
    site.run_jobs()

    assert site.device.on() == {}
    assert "Gateway VLAN refused" in site.gateway.events()
    assert "another unit's" in str(site.gateway.state_of(VLAN)[Prop.LAST_ERROR])


def test_a_vlan_that_becomes_another_unit_s_is_left_to_it(site: Site) -> None:
    make_wireless_only(site, OFFSET)
    enable_resident(site)
    second = add_unit(site.tenant, site.venue, "102", 1300)
    add_resident(site, second)
    move_to_vlan(site, VLAN + OFFSET, second)

    make_wireless_only(site, None)
    site.run_jobs()

    assert site.device.on() == {VLAN: PLAN, VLAN + OFFSET: PLAN}


def test_of_vlans_that_change_back_and_forth_only_the_last_is_on(site: Site) -> None:
    enable_resident(site)
    for vlan in (1060, 1070, 1060):
        move_to_vlan(site, vlan)

    site.run_jobs()

    assert set(site.device.on()) == {1060}
    assert [order.vlan for order in site.device.applied] == [VLAN, 1060, VLAN]


def test_units_that_share_a_vlan_have_the_sum_of_their_limits(site: Site) -> None:
    first = add_resident(site)
    add_resident(site, add_unit(site.tenant, site.venue, "102", VLAN))
    site.run_jobs()
    together = site.device.on()

    site.suspend(first)
    site.run_jobs()

    assert together == {VLAN: SpeedLimits(2 * PLAN.up, 2 * PLAN.down)}
    assert site.device.on() == {VLAN: PLAN}


@pytest.mark.parametrize("part", [Unsupported.BANDWIDTH_QUEUE, Unsupported.INTERFACE])
def test_what_the_gateway_cannot_set_is_logged_once(site: Site, part: Unsupported) -> None:
    site.device.unsupported = frozenset({part})
    person = enable_resident(site)

    site.suspend(person)
    site.run_jobs()

    assert site.gateway.events().count("Gateway part unsupported") == 1
    assert Prop.WAITING_AT not in site.gateway.state_of(VLAN)


def test_a_state_that_was_read_back_otherwise_is_an_error(site: Site) -> None:
    site.device.ignores_orders = True

    enable_resident(site)

    assert site.gateway.events() == ["Gateway VLAN refused"]
    assert "shows the VLAN off" in str(site.gateway.state_of(VLAN)[Prop.LAST_ERROR])


def leave_wireless_vlan_to(site: Site, offset: int, vlan: int) -> str:
    """Let a VLAN that is on for the first unit's wireless-only resident belong to another unit by another offset."""
    make_wireless_only(site, OFFSET)
    enable_resident(site)
    unit = add_unit(site.tenant, site.venue, "102", 1300)
    move_to_vlan(site, vlan, unit)
    make_wireless_only(site, offset)
    return unit


@pytest.mark.parametrize(("offset", "vlan"), [(2 * OFFSET, VLAN + OFFSET), (20, VLAN + OFFSET - 20)])
def test_a_vlan_that_becomes_another_unit_s_goes_off_where_nobody_lives_there(
    site: Site, offset: int, vlan: int
) -> None:
    leave_wireless_vlan_to(site, offset, vlan)

    for _ in range(3):
        site.run_jobs()

    assert set(site.device.on()) == {VLAN + offset}
    assert Prop.ATTEMPTED not in site.gateway.read()
    assert Prop.DUE_AT not in site.gateway.read()


def test_a_vlan_that_becomes_another_unit_s_is_theirs_from_then_on(site: Site) -> None:
    unit = leave_wireless_vlan_to(site, 2 * OFFSET, VLAN + OFFSET)
    site.run_jobs()
    execute(with_properties(__.V(site.venue.id).in_(Edge.OFFERED_AT), **{Prop.WIRELESS_ONLY: False}))
    person = add_resident(site, unit)
    states = []
    for status in (IN_SERVICE, SUSPENDED):
        site.suspend(person, status)
        site.run_jobs()
        states.append(VLAN + OFFSET in site.device.on())

    assert states == [True, False]


def test_a_vlan_that_one_unit_leaves_and_another_one_s_offset_leads_to_stays_on(site: Site) -> None:
    make_wireless_only(site, None)
    enable_resident(site)
    site.device.is_dead = True
    move_to_vlan(site, 3000)
    make_wireless_only(site, OFFSET)
    add_resident(site, add_unit(site.tenant, site.venue, "102", VLAN - OFFSET))
    site.run_jobs()
    site.device.is_dead = False

    for _ in range(3):
        site.pass_time(minutes=20)
        site.run_jobs()

    assert set(site.device.on()) == {3000 + OFFSET, VLAN}
