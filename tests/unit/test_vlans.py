"""Which VLANs units may be on beside each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.units.model import HIGHEST_VLAN, VlanRangeExhausted
from vault.units.vlans import find_offset_conflict, is_apart, lowest_unused_vlan

VLANS = st.integers(1, 60)


@pytest.mark.parametrize(
    ("vlan", "offset", "others", "expected"),
    [
        (1150, 100, {1050}, False),
        (1050, 100, {1150}, False),
        (1150, 100, {1149, 1151, 1250 + 1}, True),
        (1150, 0, {1050}, True),
        (3994, 100, set(), True),
        (3995, 100, set(), False),
        (4095, 0, set(), True),
        (1050, 100, {1050}, True),
    ],
)
def test_a_vlan_is_apart_where_no_other_one_differs_by_the_offset(
    vlan: int, offset: int, others: set[int], *, expected: bool
) -> None:
    assert is_apart(vlan, offset, others) is expected


@pytest.mark.parametrize(
    ("offset", "vlans", "expected"),
    [(100, {1150, 1050}, 1050), (100, {1050, 1151}, None), (0, {1050, 4095}, None), (1, {1050, 4094}, 4094)],
)
def test_an_offset_meets_the_lowest_vlan_that_it_would_join_with_another(
    offset: int, vlans: set[int], expected: int | None
) -> None:
    assert find_offset_conflict(offset, vlans) == expected


@given(st.lists(VLANS, max_size=30), st.integers(0, 30))
def test_vlans_that_are_assigned_one_after_the_other_never_meet_under_the_offset(
    wanted: list[int], offset: int
) -> None:
    used: set[int] = set()

    for low in wanted:
        used.add(lowest_unused_vlan(low, HIGHEST_VLAN, used, offset))

    assert len(used) == len(wanted)
    assert find_offset_conflict(offset, used) is None
    assert offset == 0 or used.isdisjoint(vlan + offset for vlan in used)


def test_a_range_whose_numbers_the_offset_forbids_is_exhausted() -> None:
    with pytest.raises(VlanRangeExhausted):
        lowest_unused_vlan(1150, 1150, {1050}, 100)
