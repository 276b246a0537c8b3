"""Our own ids: documented shapes, and parts that cannot be confused."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.kernel import ids

SITE = ids.IdAddress("USA", "US-IL", "60601", "Chicago")


@pytest.mark.parametrize(
    ("made", "shape"),
    [
        (ids.operator_ids(SITE, "Metro Net").plain, "USA.US-IL.60601.METRONET.CHICAGO"),
        (ids.venue_ids("OP", SITE, "Café Nº 1").plain, "OP._V3VENUE_.USA.US-IL.60601.CAFENO1.CHICAGO"),
        (ids.unit_ids("V", "a 1", "North Wing", "3").plain, "V.A1.NORTHWING.3"),
        (ids.service_plan_ids("OP", "Gold 100").plain, "OP._V3SERVICEPLAN_.GOLD100"),
        (ids.equipment_id("V", "gw main-01, the northern gateway"), "V._V3EQUIPMENT.GWMAIN-01THENORTHERNGATEWAY"),
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
    choices = ids.unit_ids("V", unit, building, floor)
    parts = choices.plain.split(".")

    assert parts == ["V", *(ids.slugify(part, ids.MAX_UNIT_PART_LENGTH) for part in (unit, building, floor))]
    assert all(len(part) <= ids.MAX_UNIT_PART_LENGTH for each in choices for part in each.split("."))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Łódź", "LODZ"), ("Ørestad", "ORESTAD"), ("Straße", "STRASSE"), ("Þór", "THOR"), ("Đà Nẵng", "DANANG"),
        ("東京タワー", "DONGJINGTAWA"), ("Αθήνα Πύργος", "ATHINAPYRGOS"), ("\u03911", "A1"), ("Москва", "MOSKVA"),
        ("서울", "SEOUL"), ("दिल्ली", "DILLI"), ("مقهى", "MQHA"), ("🏠", "HOUSE"), ("Café Nº 1", "CAFENO1"),
        ("***", ""), ("", ""),
    ],
)  # fmt: skip
def test_letters_of_every_script_are_transliterated(name: str, clean: str) -> None:
    assert ids.slugify(name) == clean


@given(st.text())
def test_a_name_that_has_a_letter_or_digit_has_an_id(text: str) -> None:
    assert ids.slugify(text) or not any(map(str.isalnum, text))


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_what_unicode_itself_decomposes_is_cleaned_as_ever(text: str) -> None:
    choices = ids.service_plan_ids("OP", "".join(c for c in text if unicodedata.normalize("NFKD", c)[0].isascii()))

    assert choices.plain == choices.former


@pytest.mark.parametrize(("one", "other"), [("1/2", "12"), ("#5", "5"), ("\u03911", "A1"), ("1", "\u03911")])
def test_another_name_that_is_cleaned_to_the_same_gets_a_suffix(one: str, other: str) -> None:
    first = ids.unit_ids("V", one, "DEFAULT", "DEFAULT").choose(())

    second = ids.unit_ids("V", other, "DEFAULT", "DEFAULT").choose({first})

    assert first != second


@pytest.mark.parametrize(("one", "other"), [("a 1", "A1"), ("Café", "CAFÉ "), ("\uff26\uff12", "f2")])
def test_names_that_differ_in_case_and_spaces_are_one_name(one: str, other: str) -> None:
    assert [*ids.unit_ids("V", one, "B", "1")] == [*ids.unit_ids("V", other, "B", "1")]
    assert ids.fold_name(one) == ids.fold_name(other)


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
