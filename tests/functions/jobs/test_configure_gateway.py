"""From a resident's subscription to a VLAN at the gateway, and back."""

import datetime as dt

import pytest

from functions.jobs import disable_gateway_vlans
from tests.gateway import Context
from tests.gateways import Site, add_resident, add_second_unit, enable_resident, site, tenant
from vault.adapters.gateway_session import SpeedLimits
from vault.gateways import due_vlans
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __, single, without_properties
from vault.kernel import ids, time
from vault.kernel.statuses import IN_SERVICE

__all__ = ["site", "tenant"]
PLAN = SpeedLimits(25_000_000, 100_000_000)
VLAN = 1050
"""Of the first unit; the second unit's is the next one."""
FAILURE = {Prop.FAILURES, Prop.NEXT_TRY_AT, Prop.LAST_ERROR}


def test_a_resident_who_moves_in_is_put_on_with_the_limits_of_the_plan(site: Site) -> None:
    add_resident(site)

    site.run_jobs()

    assert site.device.on() == {VLAN: PLAN}
    assert site.gateway.events() == ["Gateway VLAN enabled"]


def test_a_stay_that_ends_is_put_off_after_its_last_day(site: Site) -> None:
    until = time.to_wire(site.moment + dt.timedelta(days=1))
    add_resident(site, **{"EndDateTimeUTC.ISO8601": until})
    site.run_jobs()

    site.pass_time(days=3)
    site.run_jobs()

    assert [order.is_on for order in site.device.applied] == [True, False]


def test_a_booked_stay_is_put_on_when_it_begins(site: Site) -> None:
    start = time.to_wire(site.moment + dt.timedelta(days=9))
    add_resident(site, **{"StartDateTimeUTC.ISO8601": start})
    site.run_jobs()
    before = site.device.sessions

    site.pass_time(days=9)
    site.run_jobs()

    assert (before, site.device.on()) == (0, {VLAN: PLAN})


def test_nothing_that_waits_is_left_after_a_session(site: Site) -> None:
    enable_resident(site)

    left = {Prop.OPERATOR_WAITING, Prop.WAITS_ENABLE, Prop.DUE_AT, Prop.LEASE_HOLDER} & set(site.gateway.read())
    assert (left, Prop.WAITING_AT in site.gateway.state_of(VLAN)) == (set(), False)


def test_new_speeds_of_a_plan_change_the_limits_alone(site: Site) -> None:
    enable_resident(site)
    (plan,) = execute(__.V(site.venue.id).in_(Edge.OFFERED_AT).id_())
    execute(__.V(plan).property(single, Prop.UPLOAD_KBPS, 50_000))
    site.mark(plan=plan)

    site.run_jobs()

    assert site.device.on() == {VLAN: SpeedLimits(50_000_000, PLAN.down)}
    assert site.gateway.events() == ["Gateway VLAN enabled", "Gateway VLAN limited"]


def test_a_suspended_resident_is_put_off_and_on_again(site: Site) -> None:
    person = enable_resident(site)

    states = []
    for suspend in (True, False):
        site.suspend(person) if suspend else site.suspend(person, IN_SERVICE)
        site.run_jobs()
        states.append(set(site.device.on()))

    assert states == [set(), {VLAN}]


def test_a_second_resident_keeps_it_on(site: Site) -> None:
    first = enable_resident(site)
    add_resident(site)
    site.suspend(first)

    site.run_jobs()

    assert (site.device.on(), len(site.device.applied)) == ({VLAN: PLAN}, 1)


def test_a_suspension_during_the_session_is_done_by_the_next_turn(site: Site) -> None:
    person = add_resident(site)

    def suspend() -> None:
        site.suspend(person)
        disable_gateway_vlans.handler({}, Context())

    site.device.meanwhile = suspend
    site.run_jobs()
    site.run_jobs()

    assert [order.is_on for order in site.device.applied] == [True, False]


def test_after_a_reset_everything_is_sent_again(site: Site) -> None:
    enable_resident(site)
    site.device.vlans.clear()
    site.gateway.set(**{Prop.EPOCH: "second"})
    site.mark(venue=site.venue.id)

    site.run_jobs()

    assert set(site.device.on()) == {VLAN}


def test_an_end_after_a_reset_puts_it_off(site: Site) -> None:
    person = enable_resident(site)
    site.gateway.set(**{Prop.EPOCH: "second"})
    site.mark(venue=site.venue.id)
    site.suspend(person)

    site.run_jobs()

    assert [order.is_on for order in site.device.applied] == [True, False]


def test_the_certificate_of_the_first_login_is_stored(site: Site) -> None:
    enable_resident(site)

    assert (site.gateway.read()[Prop.CERTIFICATE], site.gateway.read()[Prop.TRANSPORT]) == ("ab12", "scripted")


def test_a_certificate_of_before_another_address_is_not_stored(site: Site) -> None:
    site.device.meanwhile = lambda: site.gateway.set(**{Prop.EPOCH: "second"})

    enable_resident(site)

    assert Prop.CERTIFICATE not in site.gateway.read()


def test_a_vlan_without_units_is_removed_at_the_gateway(site: Site) -> None:
    enable_resident(site)
    execute(__.V(site.unit).out_e(Edge.ON_VLAN).drop())
    site.mark(vlans=[ids.vlan_id(site.venue.id, VLAN)])

    site.run_jobs()

    assert (site.device.applied[-1].is_removal, site.device.vlans, site.gateway.state_of(VLAN)) == (True, {}, {})


def test_a_unit_without_residents_is_left_to_the_installer(site: Site) -> None:
    site.run_jobs()

    assert (site.device.sessions, site.gateway.state_of(VLAN)) == (0, {})


def test_more_than_one_session_does_is_done_by_the_next_turn(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due_vlans, "VLANS_AT_ONCE", 1)
    for unit in (site.unit, add_second_unit(site)):
        add_resident(site, unit)

    sessions = []
    for _ in range(3):
        site.run_jobs()
        sessions.append(site.device.sessions)

    assert (sessions, set(site.device.on())) == ([1, 2, 2], {VLAN, VLAN + 1})


def test_what_was_stored_before_there_were_gateways_is_put_on(site: Site) -> None:
    add_resident(site)
    execute(without_properties(__.V(ids.vlan_id(site.venue.id, VLAN)), Prop.DUE_AT, Prop.DUE_MINUTE, Prop.MARK_ID))

    site.run_jobs()

    assert set(site.device.on()) == {VLAN}
