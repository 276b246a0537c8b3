"""What gateways shall have on, over any history of subscriptions, suspensions, renewals and plans."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from vault.adapters.gateway_session import SpeedLimits
from vault.gateways.desired import VlanSubscription, desired_state, next_boundary
from vault.kernel.statuses import IN_SERVICE, SUSPENDED
from vault.kernel.time import epoch_ms
from vault.subscribers.effect import CLOSED
from vault.subscribers.model import Period

VLAN = 1050
OFFSET = 100
MBIT = 1_000_000
moments = st.integers(0, 40)
limits = st.builds(SpeedLimits, st.integers(0, 5), st.integers(0, 5))
periods = st.tuples(moments, st.none() | moments).map(lambda each: Period(each[0], each[1]))
subscriptions = st.builds(
    VlanSubscription,
    id=st.uuids().map(str),
    unit_id=st.sampled_from(["101", "102"]),
    period=periods,
    person_status=st.sampled_from([IN_SERVICE, SUSPENDED, CLOSED, ""]),
    limits=limits,
    is_wireless_only=st.booleans(),
)
histories = st.lists(subscriptions, max_size=8)


def resident(name: str, start: int, end: int | None, *speeds: int, unit: str = "101", **more: bool) -> VlanSubscription:
    return VlanSubscription(name, unit, Period(start, end), IN_SERVICE, limits=SpeedLimits(*speeds), **more)


@given(histories, moments)
def test_a_vlan_is_on_exactly_while_somebody_is_in_effect_on_it(history: list[VlanSubscription], moment: int) -> None:
    desired = desired_state(history, VLAN, OFFSET, moment)

    running = [
        each
        for each in history
        if each.person_status not in {SUSPENDED, CLOSED}
        and each.period.starts_at <= moment
        and (each.period.ends_at is None or moment <= each.period.ends_at)
    ]
    assert set(desired.limits) == {VLAN + OFFSET * each.is_wireless_only for each in running}
    assert set(desired.subscription_ids) == {each.id for each in running}


@given(histories, moments)
def test_nothing_changes_before_the_next_boundary(history: list[VlanSubscription], moment: int) -> None:
    boundary = next_boundary(history, moment)

    until = 60 if boundary is None else boundary
    assert until > moment
    states = [desired_state(history, VLAN, OFFSET, each) for each in range(moment, until)]
    assert states == states[:1] * len(states)


@given(histories, moments)
def test_a_direction_is_unlimited_where_one_of_its_residents_is(history: list[VlanSubscription], moment: int) -> None:
    desired = desired_state(history, VLAN, 0, moment).limits.get(VLAN)

    running = [each for each in history if each.is_in_effect(moment)]
    if desired:
        assert (desired.up == 0) == any(each.limits.up == 0 for each in running)
        assert desired.down == 0 or desired.down >= max(each.limits.down for each in running)


@given(st.integers(0, 3), st.booleans())
def test_a_renewal_at_midnight_never_switches_off(hours: int, is_wireless_only: bool) -> None:  # noqa: FBT001
    midnight = epoch_ms(dt.datetime(2027, 3, 14, 4 + hours, tzinfo=dt.UTC))
    before = resident("old", 0, midnight - 1, 5, 25, is_wireless_only=is_wireless_only)
    after = resident("new", midnight, None, 5, 25, is_wireless_only=is_wireless_only)

    moments_around = (midnight - 2, midnight - 1, midnight, midnight + 1)
    states = [desired_state([before, after], VLAN, OFFSET, each).limits for each in moments_around]

    assert states == [{VLAN + OFFSET * is_wireless_only: SpeedLimits(5, 25)}] * 4


def test_two_residents_get_the_fastest_of_each_direction() -> None:
    first = resident("first", 0, 9, 5 * MBIT, 25 * MBIT)
    second = resident("second", 0, None, 2 * MBIT, 90 * MBIT)

    together, alone = (desired_state([first, second], VLAN, 0, moment).limits for moment in (9, 10))

    assert together == {VLAN: SpeedLimits(5 * MBIT, 90 * MBIT)}
    assert alone == {VLAN: SpeedLimits(2 * MBIT, 90 * MBIT)}


def test_units_that_share_a_vlan_share_the_sum() -> None:
    here = resident("here", 0, None, 5, 25)
    there = resident("there", 0, None, 2, 0, unit="102")

    desired = desired_state([here, there], VLAN, 0, 1)

    assert desired.limits == {VLAN: SpeedLimits(7, 0)}


def test_a_wireless_only_plan_leaves_the_wired_ports_off() -> None:
    person = resident("wireless", 0, None, 5, 25, is_wireless_only=True)

    desired = desired_state([person], VLAN, OFFSET, 1)

    assert desired.limits == {VLAN + OFFSET: SpeedLimits(5, 25)}
