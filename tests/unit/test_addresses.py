"""Postal addresses and coordinates in many countries."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.gazetteer import ADMIN1
from vault.kernel.addresses import (
    AddressFieldMissing,
    AddressFieldTooLong,
    AddressInput,
    CountryInvalid,
    PostalAddress,
    PostalCodeInvalid,
    StateInvalid,
    geocode,
)
from vault.kernel.errors import DomainError
from vault.kernel.time import load_time_zone

CAPITALS = {
    "CAN": {
        "AB": "Edmonton", "BC": "Victoria", "MB": "Winnipeg", "NB": "Fredericton", "NL": "St. John's", "NS": "Halifax",
        "ON": "Toronto", "PE": "Charlottetown", "QC": "Québec", "SK": "Regina", "YT": "Whitehorse", "NT": "Yellowknife",
    },
    "AUS": {
        "ACT": "Canberra", "NSW": "Sydney", "NT": "Darwin", "QLD": "Brisbane", "SA": "Adelaide", "TAS": "Hobart",
        "VIC": "Melbourne", "WA": "Perth",
    },
    "MEX": {
        "AGU": "Aguascalientes", "BCN": "Mexicali", "BCS": "La Paz", "CAM": "Campeche", "CHP": "Tuxtla Gutiérrez",
        "CHH": "Chihuahua", "COA": "Saltillo", "COL": "Colima", "CMX": "Mexico City", "DUR": "Durango",
        "GUA": "Guanajuato", "GRO": "Chilpancingo", "HID": "Pachuca", "JAL": "Guadalajara", "MEX": "Toluca",
        "MIC": "Morelia", "MOR": "Cuernavaca", "NAY": "Tepic", "NLE": "Monterrey", "OAX": "Oaxaca", "PUE": "Puebla",
        "QUE": "Querétaro", "ROO": "Chetumal", "SLP": "San Luis Potosí", "SIN": "Culiacán", "SON": "Hermosillo",
        "TAB": "Villahermosa", "TAM": "Ciudad Victoria", "TLA": "Tlaxcala", "VER": "Xalapa", "YUC": "Mérida",
        "ZAC": "Zacatecas",
    },
    "BRA": {
        "AC": "Rio Branco", "AL": "Maceió", "AP": "Macapá", "AM": "Manaus", "BA": "Salvador", "CE": "Fortaleza",
        "DF": "Brasília", "ES": "Vitória", "GO": "Goiânia", "MA": "São Luís", "MT": "Cuiabá", "MS": "Campo Grande",
        "MG": "Belo Horizonte", "PA": "Belém", "PB": "João Pessoa", "PR": "Curitiba", "PE": "Recife", "PI": "Teresina",
        "RJ": "Rio de Janeiro", "RN": "Natal", "RS": "Porto Alegre", "RO": "Porto Velho", "RR": "Boa Vista",
        "SC": "Florianópolis", "SP": "São Paulo", "SE": "Aracaju", "TO": "Palmas",
    },
}  # fmt: skip
IN_CHICAGO = AddressInput("1 Main", city="Chicago", state="IL", country="USA", postal_code="60601")


def address(city: str, state: str, country: str, postal_code: str = "", **lines: str) -> PostalAddress:
    """A validated address with some street."""
    entered = AddressInput("1 Main Street", city=city, state=state, country=country, postal_code=postal_code)
    return replace(entered, **lines).validate()


def place(city: str, state: str, country: str) -> tuple[float, float, str]:
    """The coordinates of a city and its time zone, without a postal code."""
    found = geocode(PostalAddress("1 Main Street", "", "", city, state, "", country, ""))
    return found.latitude, found.longitude, found.time_zone


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
    [("ZZ", "USA", "60601"), ("Ontario", "USA", "60601"), ("AE", "USA", "09001"), ("Nonsense", "MEX", "06000"),
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


@pytest.mark.parametrize("country", CAPITALS)
def test_every_state_is_where_its_capital_is(country: str) -> None:
    for state, capital in CAPITALS[country].items():
        assert place(capital, state, country) == place(capital, "", country), state


def test_every_state_with_a_number_has_a_capital_here() -> None:
    numbered = {pair[:-2] for listed in ADMIN1.values() for pair in listed.split()}

    assert numbered - {state for capitals in CAPITALS.values() for state in capitals} == {"NU"}


def test_a_town_of_a_common_name_is_sought_in_its_state() -> None:
    assert place("Windsor", "ON", "CAN")[2] == "America/Toronto"
    assert place("Windsor", "NS", "CAN") == place("Halifax", "NS", "CAN")


@pytest.mark.parametrize("unknown", ["90085", "90000"])
def test_a_zip_code_without_a_known_point_falls_back_to_the_city(unknown: str) -> None:
    assert geocode(address("Los Angeles", "CA", "USA", unknown)).time_zone == "America/Los_Angeles"
    assert geocode(address("Nowhere", "CA", "USA", unknown)).latitude == pytest.approx(34.05, abs=0.01)


def test_a_town_that_the_map_has_at_sea_keeps_its_countrys_time() -> None:
    assert place("Liberpolis", "", "HRV")[2] == "Europe/Zagreb"


def test_a_country_without_a_town_has_no_place() -> None:
    with pytest.raises(CountryInvalid):
        geocode(address("Anywhere", "", "ATA"))
