"""From a resident's subscription to a VLAN at the gateway, and back."""

import datetime as dt

import pytest

from functions.jobs import disable_gateway_vlans
from tests.factories import add_unit
from tests.gateway import Context
from tests.gateways import Site, site, tenant
from tests.residents import move_in
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


def add_resident(site: Site, unit: str = "", **fields: str) -> str:
    """The token of a new resident of a unit, or of the first one."""
    unit_id = unit or site.unit
    return str(move_in(site.tenant, unit_id, **fields).body["SubscriberToken"])


def add_second_unit(site: Site) -> str:
    return add_unit(site.tenant, site.venue, "102")


def enable_resident(site: Site) -> str:
    token = add_resident(site)
    site.run_jobs()
    return token


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


def test_a_vlan_that_the_device_refuses_has_a_back_off_of_its_own(site: Site) -> None:
    second = add_second_unit(site)
    for unit in (site.unit, second):
        add_resident(site, unit)
    site.device.refuses = {VLAN}

    for _ in range(2):
        site.run_jobs()

    assert (set(site.device.on()), site.device.sessions) == ({VLAN + 1}, 1)
    assert site.gateway.events() == ["Gateway VLAN enabled", "Gateway VLAN refused"]
    assert site.gateway.state_of(VLAN)[Prop.LAST_ERROR] == "failure: no such trunk"


def test_a_refused_vlan_is_tried_again_after_its_back_off(site: Site) -> None:
    site.device.refuses = {VLAN}
    enable_resident(site)
    site.device.refuses = set()

    site.pass_time(minutes=2)
    site.run_jobs()

    assert set(site.device.on()) == {VLAN}
    assert FAILURE & set(site.gateway.state_of(VLAN)) == set()


def test_a_dead_gateway_is_tried_once_and_everything_waits(site: Site) -> None:
    site.device.is_dead = True
    for unit in (site.unit, add_second_unit(site)):
        add_resident(site, unit)

    for _ in range(2):
        site.run_jobs()

    assert (site.device.sessions, site.gateway.events()) == (1, ["Gateway failed"])
    assert site.gateway.read()[Prop.LAST_ERROR] == "No route to host."


def test_a_gateway_that_was_silent_for_days_gets_everything_within_18_minutes(site: Site) -> None:
    site.device.is_dead = True
    for _ in range(8):
        enable_resident(site)
        site.pass_time(hours=6)
    site.device.is_dead = False

    site.run_jobs()
    site.pass_time(minutes=18)
    site.run_jobs()

    assert set(site.device.on()) == {VLAN}
    assert FAILURE & set(site.gateway.read()) == set()


def test_a_gateway_in_maintenance_is_not_called(site: Site) -> None:
    site.gateway.set(**{Prop.STATUS: "DOWN"})

    enable_resident(site)

    assert site.device.sessions == 0
    assert site.gateway.state_of(VLAN)[Prop.WAITING_AT] == site.gateway.key


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


def test_a_dead_gateway_keeps_nothing_from_the_others(site: Site) -> None:
    second, third = site.add_gateway(), site.add_gateway()
    second.device.is_dead = True

    enable_resident(site)

    assert [set(each.device.on()) for each in (site.gateway, second, third)] == [{VLAN}, set(), {VLAN}]


def test_a_message_twice_or_late_has_no_effect(site: Site) -> None:
    enable_resident(site)

    for _ in range(2):
        site.run_worker(site.gateway.id)

    assert site.device.sessions == 1


def test_a_message_in_the_back_off_has_no_effect(site: Site) -> None:
    site.device.is_dead = True
    enable_resident(site)

    site.run_worker(site.gateway.id)

    assert site.device.sessions == 1


def test_a_message_for_a_gateway_that_is_gone_has_no_effect(site: Site) -> None:
    site.run_worker("gone")

    assert site.device.sessions == 0


def test_a_second_worker_leaves_a_gateway_in_session_alone(site: Site) -> None:
    site.device.meanwhile = lambda: site.run_worker(site.gateway.id)

    enable_resident(site)

    assert site.device.sessions == 1


def test_a_worker_that_outlives_its_lease_writes_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_GATEWAY_LEASE_SECONDS", "0")
    site.device.meanwhile = lambda: site.run_worker(site.gateway.id)

    enable_resident(site)

    assert (site.device.sessions, set(site.device.on())) == (2, {VLAN})
    assert site.gateway.events() == ["Gateway VLAN enabled"]


def test_an_error_in_the_code_releases_the_lease(site: Site) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    site.device.meanwhile = fail
    with pytest.raises(ZeroDivisionError):
        enable_resident(site)

    site.run_worker(site.gateway.id)

    assert set(site.device.on()) == {VLAN}


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


@pytest.mark.parametrize("commands", range(8))
def test_a_session_that_is_cut_anywhere_is_completed_by_the_next(site: Site, commands: int) -> None:
    for unit in (site.unit, add_second_unit(site)):
        add_resident(site, unit)
    site.device.cut_after = commands
    site.run_jobs()
    site.device.cut_after = None

    site.pass_time(minutes=2)
    site.run_jobs()

    assert set(site.device.on()) == {VLAN, VLAN + 1}
    assert [site.gateway.state_of(vlan)[Prop.EPOCH] for vlan in (VLAN, VLAN + 1)] == ["first"] * 2
