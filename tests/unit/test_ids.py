"""Our own ids: documented shapes, and parts that cannot be confused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.kernel import ids

SITE = ids.IdAddress("USA", "US-IL", "60601", "Chicago")


@pytest.mark.parametrize(
    ("made", "shape"),
    [
        (ids.address_id(SITE, "Metro Net"), "USA.US-IL.60601.METRONET.CHICAGO"),
        (ids.venue_id("OP", SITE, "Café Nº 1"), "OP._V3VENUE_.USA.US-IL.60601.CAFENO1.CHICAGO"),
        (ids.unit_id("V", "a 1", "North Wing", "3"), "V.A1.NORTHWING.3"),
        (ids.service_plan_id("OP", "Gold 100"), "OP._V3SERVICEPLAN_.GOLD100"),
        (ids.keypool_id("OP", "My Wi-Fi", "global"), "OP._V3SSID.My Wi-Fi.global"),
    ],
)
def test_an_id_has_the_documented_shape(made: str, shape: str) -> None:
    assert made == shape


@given(st.text())
def test_a_cleaned_part_has_capitals_digits_underscores_and_hyphens_alone(text: str) -> None:
    assert re.fullmatch(r"[A-Z0-9_-]*", ids.slugify(text))


@given(st.text())
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    once = ids.slugify(text)

    assert ids.slugify(once) == once
    assert ids.slugify(once.lower()) == once


@given(st.text(), st.text(), st.text())
def test_the_parts_of_a_unit_can_be_told_apart(unit: str, building: str, floor: str) -> None:
    parts = ids.unit_id("V", unit, building, floor).split(".")

    assert parts == ["V", *(ids.slugify(part, ids.MAX_UNIT_PART_LENGTH) for part in (unit, building, floor))]
    assert all(len(part) <= ids.MAX_UNIT_PART_LENGTH for part in parts)


@given(st.integers(1, 4095), st.integers(1, 4095))
def test_two_vlans_of_a_venue_have_one_id_only_where_they_are_one(first: int, second: int) -> None:
    assert (ids.vlan_id("V", first) == ids.vlan_id("V", second)) == (first == second)


def test_an_id_says_its_kind() -> None:
    made = {
        ids.vlan_id("a", 1),
        ids.subscriber_id("a"),
        ids.identity_id("a", "1"),
        ids.origin_id("a"),
        ids.external_venue_id("a", "1"),
        ids.terms_id("a", "1"),
        ids.bin_id("a", 1),
        ids.psk_id("a", "1"),
    }

    assert len(made) == 8
    assert all("_V3" in one for one in made)


def test_a_fresh_id_is_nobody_elses() -> None:
    assert len({ids.generate_id("outbox") for _ in range(100)}) == 100
    assert ids.generate_id("outbox").startswith("outbox.")
