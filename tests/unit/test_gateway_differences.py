"""What a gateway is sent, from what is desired and what it confirmed."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from vault.adapters.gateway_session import SpeedLimits, Unsupported, VlanOrder, VlanState
from vault.gateways.confirmed import ConfirmedVlan, read_confirmed, write_confirmed
from vault.gateways.desired import DesiredState
from vault.gateways.differences import Action, Difference, VlanNumbers, find_differences

SLOW, FAST = SpeedLimits(5, 25), SpeedLimits(2, 90)
HERE = VlanNumbers(1050, 100, has_units=True)
EMPTY = VlanNumbers(1050, 100, has_units=False)
limits = st.builds(SpeedLimits, st.integers(0, 3), st.integers(0, 3))
vlans = st.sampled_from([1050, 1150, 1250])
desired_states = st.dictionaries(vlans, limits).map(DesiredState)
confirmed_vlans = st.builds(
    ConfirmedVlan,
    vlan=vlans,
    is_on=st.booleans(),
    requested=limits,
    on_device=st.none() | limits,
    network=st.none() | st.just("10.132.26.0/24"),
    unsupported=st.frozensets(st.sampled_from(Unsupported)),
)
confirmations = st.lists(confirmed_vlans).map(lambda each: {vlan.vlan: vlan for vlan in each})


def on(vlan: int = 1050, limits: SpeedLimits = SLOW) -> ConfirmedVlan:
    return ConfirmedVlan(vlan, is_on=True, requested=limits)


def off(vlan: int = 1050) -> ConfirmedVlan:
    return ConfirmedVlan(vlan, is_on=False)


def found(
    desired: Mapping[int, SpeedLimits], *confirmed: ConfirmedVlan, at: VlanNumbers = HERE, is_current: bool = True
) -> list[tuple[Action, int, bool]]:
    known = {each.vlan: each for each in confirmed}
    differences = find_differences(DesiredState(desired), known, at, is_current=is_current)
    return [(each.action, each.order.vlan, each.order.is_removal) for each in differences]


def apply_all(confirmed: Mapping[int, ConfirmedVlan], differences: list[Difference]) -> dict[int, ConfirmedVlan]:
    """What is confirmed after a session in which the device did everything."""
    after = dict(confirmed)
    for each in differences:
        after[each.order.vlan] = ConfirmedVlan.from_state(each.order, VlanState(is_on=each.order.is_on))
        if each.order.is_removal:
            del after[each.order.vlan]
    return after


def test_what_a_session_attempted_and_never_read_back_is_sent_again() -> None:
    state = DesiredState({1050: SLOW})
    known = {1050: on(), 1150: off()}

    differences = find_differences(state, known, HERE, {1050, 1150}, is_current=True)

    assert [(each.action, each.order.vlan) for each in differences] == [(Action.ENABLE, 1050), (Action.DISABLE, 1150)]


def test_a_new_resident_is_enabled() -> None:
    assert found({1050: SLOW}) == [(Action.ENABLE, 1050, False)]


def test_what_is_confirmed_already_is_not_sent() -> None:
    assert found({1050: SLOW}, on()) == []


def test_another_plan_changes_the_limits_alone() -> None:
    assert found({1050: FAST}, on()) == [(Action.LIMIT, 1050, False)]


def test_the_last_end_disables() -> None:
    assert found({}, on()) == [(Action.DISABLE, 1050, False)]


def test_what_was_never_confirmed_and_is_not_desired_is_left_alone() -> None:
    assert found({}, is_current=False) == []


def test_a_reset_gateway_is_sent_all_that_it_ever_confirmed() -> None:
    assert found({1050: SLOW}, on(), off(1150), is_current=False) == [
        (Action.ENABLE, 1050, False),
        (Action.DISABLE, 1150, False),
    ]


def test_a_former_offset_leaves_nothing_behind() -> None:
    assert found({1150: SLOW}, on(1250)) == [(Action.ENABLE, 1150, False), (Action.DISABLE, 1250, True)]


def test_a_vlan_without_units_is_removed_although_it_is_off() -> None:
    assert found({}, off(), at=EMPTY) == [(Action.DISABLE, 1050, True)]


def test_a_vlan_of_another_unit_is_left_to_it() -> None:
    numbers = VlanNumbers(1050, 100, has_units=True, others={1150: 1150})

    assert found({1050: SLOW}, on(), on(1150), at=numbers) == []
    assert not numbers.is_possible(1150)
    assert numbers.is_possible(1050)


def test_no_vlan_beyond_the_last_is_possible_but_the_unit_s_own() -> None:
    numbers = VlanNumbers(4095, 0, has_units=True)

    assert [numbers.is_possible(vlan) for vlan in (4094, 4095, 4096)] == [True, True, False]


@given(desired_states, confirmations, st.sets(vlans), st.booleans(), st.booleans())
def test_after_a_session_nothing_differs(
    desired: DesiredState,
    confirmed: dict[int, ConfirmedVlan],
    attempted: set[int],
    has_units: bool,  # noqa: FBT001
    is_current: bool,  # noqa: FBT001
) -> None:
    numbers = VlanNumbers(1050, 100, has_units=has_units)
    differences = list(find_differences(desired, confirmed, numbers, attempted, is_current=is_current))

    after = apply_all(confirmed, differences)

    assert {vlan for vlan, each in after.items() if each.is_on} == set(desired.limits)
    assert attempted <= {each.order.vlan for each in differences}
    assert list(find_differences(desired, after, numbers, is_current=True)) == []


@given(confirmations)
def test_what_is_stored_is_read_back(confirmed: dict[int, ConfirmedVlan]) -> None:
    assert read_confirmed(write_confirmed(confirmed.values())) == confirmed


def test_what_the_device_made_of_the_limits_is_kept_beside_the_request() -> None:
    order = VlanOrder(1050, is_on=True, limits=SpeedLimits(0, 5_000_000_000))

    confirmed = ConfirmedVlan.from_state(order, VlanState(is_on=True, limits=SpeedLimits(0, 0), network="10.1.1.0/24"))

    assert (confirmed.requested, confirmed.on_device) == (order.limits, SpeedLimits(0, 0))
    assert confirmed.network == "10.1.1.0/24"
