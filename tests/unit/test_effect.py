"""What decides whether a subscription gives access, and on which VLAN."""

import pytest

from vault.kernel.statuses import AWAITING_TERMS, IN_SERVICE, SUSPENDED
from vault.subscribers.effect import CLOSED, is_in_effect, plan_in_force
from vault.subscribers.model import Period, Subscription
from vault.units.real_vlan import real_vlan


def subscription(starts_at: int, ends_at: int | None) -> Subscription:
    return Subscription("s", "unit", "venue", Period(starts_at, ends_at), "plan", 1050)


@pytest.mark.parametrize(
    ("ends_at", "moment", "expected"),
    [(20, 9, False), (20, 10, True), (20, 20, True), (20, 21, False), (None, 9, False), (None, 2**50, True)],
)
def test_a_subscription_is_in_effect_from_its_first_to_its_last_millisecond(
    ends_at: int | None, moment: int, *, expected: bool
) -> None:
    assert is_in_effect(subscription(10, ends_at), IN_SERVICE, moment) is expected


@pytest.mark.parametrize(
    ("status", "expected"), [(IN_SERVICE, True), (AWAITING_TERMS, True), (SUSPENDED, False), (CLOSED, False)]
)
def test_terms_do_not_matter_to_it_but_a_suspension_does(status: str, *, expected: bool) -> None:
    assert is_in_effect(subscription(10, None), status, 10) is expected


def test_the_plan_in_force_is_the_chosen_one() -> None:
    assert plan_in_force(subscription(10, None)) == "plan"


@pytest.mark.parametrize(
    ("offset", "is_wireless_only", "expected"),
    [(None, True, 1050), (0, True, 1050), (100, True, 1150), (100, False, 1050)],
)
def test_only_a_wireless_only_plan_lies_the_offset_above_the_vlan_of_the_unit(
    offset: int | None, expected: int, *, is_wireless_only: bool
) -> None:
    assert real_vlan(1050, offset, is_wireless_only=is_wireless_only) == expected
