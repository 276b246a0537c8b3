"""Coordinates and time zones of places: known ones, and those that no list has."""

import importlib.resources
from typing import NamedTuple

import pytest

from local.gazetteer import ADMIN1
from tests.countries import COUNTRIES
from vault.kernel.addresses import AddressInput, CountryInvalid, PostalAddress
from vault.kernel.gazetteer import find_towns, fold_name
from vault.kernel.geocoding import PlaceUnknown, geocode

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


class Place(NamedTuple):
    city: str
    state: str
    country: str
    postal_code: str = ""

    def address(self) -> PostalAddress:
        """As a request names it."""
        entered = AddressInput(
            "1 Main Street", city=self.city, state=self.state, country=self.country, postal_code=self.postal_code
        )
        return entered.validate()

    def unchecked(self) -> PostalAddress:
        """With whatever state and postal code."""
        return PostalAddress("1 Main Street", "", "", self.city, self.state, "", self.country, self.postal_code)


def place(city: str, state: str, country: str) -> tuple[float, float, str]:
    """The coordinates of a city and its time zone, without a postal code."""
    found = geocode(Place(city, state, country).unchecked())
    return found.latitude, found.longitude, found.time_zone


@pytest.mark.parametrize("country", CAPITALS)
def test_every_state_is_where_its_capital_is(country: str) -> None:
    largest = {
        state: find_towns(country, COUNTRIES[country], fold_name(capital))[0].state
        for state, capital in CAPITALS[country].items()
    }

    assert largest == {state: state for state in CAPITALS[country]}


def test_every_state_with_a_number_has_a_capital_here() -> None:
    numbered = {pair[:-2] for listed in ADMIN1.values() for pair in listed.split()}

    assert numbered - {state for capitals in CAPITALS.values() for state in capitals} == {"NU"}


def test_a_town_of_a_common_name_is_sought_in_its_state() -> None:
    assert place("Windsor", "ON", "CAN")[2] == "America/Toronto"
    assert place("Windsor", "NS", "CAN")[2] == "America/Halifax"


@pytest.mark.parametrize("unknown", ["90085", "90000"])
def test_a_zip_code_without_a_known_point_falls_back_to_the_city(unknown: str) -> None:
    assert geocode(Place("Los Angeles", "CA", "USA", unknown).address()).time_zone == "America/Los_Angeles"
    assert geocode(Place("Nowhere", "CA", "USA", unknown).address()).latitude == pytest.approx(34.05, abs=0.1)


def test_a_town_that_the_map_has_at_sea_keeps_its_countrys_time() -> None:
    assert place("Liberpolis", "", "HRV")[2] == "Europe/Zagreb"


def test_a_country_without_a_town_has_no_place() -> None:
    with pytest.raises(CountryInvalid):
        geocode(Place("Anywhere", "", "ATA").address())


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        (Place("Dawson Creek", "BC", "CAN", "V1G 1A1"), "America/Dawson_Creek"),
        (Place("Horta", "", "PRT", "9900-001"), "Atlantic/Azores"),
        (Place("Saint-Denis", "", "FRA", "97400"), "Indian/Reunion"),
        (Place("Cayenne", "", "FRA", "97300"), "America/Cayenne"),
        (Place("Nouméa", "", "FRA", "98800"), "Pacific/Noumea"),
        (Place("Saint-Denis", "", "FRA", "93200"), "Europe/Paris"),
        (Place("Pristina", "", "XKX", "10000"), "Europe/Belgrade"),
        (Place("Las Palmas", "GC", "ESP", "35001"), "Atlantic/Canary"),
        (Place("Puerto Ayora", "", "ECU", "200350"), "Pacific/Galapagos"),
        (Place("Hanga Roa", "VS", "CHL", "2770000"), "Pacific/Easter"),
        (Place("Magadan", "MAG", "RUS", "685000"), "Asia/Magadan"),
        (Place("Denpasar", "BA", "IDN", "80111"), "Asia/Makassar"),
        (Place("Lubumbashi", "HK", "COD"), "Africa/Lubumbashi"),
        (Place("Hovd", "043", "MNG", "84000"), "Asia/Hovd"),
        (Place("Broken Hill", "NSW", "AUS", "2880"), "Australia/Broken_Hill"),
        (Place("El Paso", "TX", "USA", "79901"), "America/Denver"),
        (Place("Longyearbyen", "", "NOR", "9170"), "Arctic/Longyearbyen"),
        (Place("Mariehamn", "", "FIN", "22100"), "Europe/Mariehamn"),
        (Place("Burnt Pine", "", "AUS", "2899"), "Pacific/Norfolk"),
        (Place("Hong Kong", "HK", "CHN", "999077"), "Asia/Hong_Kong"),
        (Place("Koror", "PW", "USA", "96940"), "Pacific/Palau"),
        (Place("APO", "AE", "USA", "09096"), "Europe/Berlin"),
        (Place("FPO", "AP", "USA", "96349"), "Asia/Tokyo"),
        (Place("APO", "AA", "USA", "34002"), "America/Panama"),
    ],
)
def test_a_place_has_its_own_time(place: Place, zone: str) -> None:
    found = geocode(place.unchecked())

    assert found.time_zone == zone


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        (Place("Nowhere", "BC", "CAN", "V6B 1A1"), "America/Vancouver"),
        (Place("Nowhere", "QC", "CAN", "G4T 1A1"), "America/Halifax"),
        (Place("Nowhere", "", "PRT", "9960-001"), "Atlantic/Azores"),
        (Place("Nowhere", "", "PRT", "1000-001"), "Europe/Lisbon"),
        (Place("Nowhere", "NSW", "AUS", "2880"), "Australia/Broken_Hill"),
        (Place("Nowhere", "TX", "USA", "79999"), "America/Denver"),
        (Place("Nowhere", "", "FRA", "97499"), "Indian/Reunion"),
        (Place("Nowhere", "VS", "CHL", "2770000"), "Pacific/Easter"),
        (Place("Nowhere", "", "DEU", "10117"), "Europe/Berlin"),
    ],
)
def test_a_town_that_no_list_has_is_placed_by_its_postal_code(place: Place, zone: str) -> None:
    assert geocode(place.unchecked()).time_zone == zone


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (Place("Nowhere", "BC", "CAN", "V1G 1A1"), "City"),
        (Place("Nowhere", "BC", "CAN"), "PostalCode"),
        (Place("Nowhere", "", "ECU"), "PostalCode"),
        (Place("Nowhere", "", "COD"), "State"),
        (Place("Nowhere", "SA", "RUS", "677000"), "City"),
        (Place("Nowhere", "TX", "USA"), "PostalCode"),
        (Place("APO", "AE", "USA", "09001"), "PostalCode"),
        (Place("Nowhere", "", "PYF", "98799"), "City"),
    ],
)
def test_where_a_place_is_not_known_the_field_that_would_settle_it_is_named(place: Place, field: str) -> None:
    with pytest.raises(PlaceUnknown) as refused:
        geocode(place.unchecked())

    assert refused.value.data == {"field": field}


SEVERAL = [(alpha_3, state) for alpha_3, country in COUNTRIES.items() for state in country.zones]


@pytest.mark.parametrize(("alpha_3", "state"), SEVERAL)
def test_an_unknown_place_is_never_put_into_another_time_zone(alpha_3: str, state: str) -> None:
    country = COUNTRIES[alpha_3]
    clocks = {country.clocks[zone] for zone in country.zones[state]}
    has_town = any(country.clocks.get(seat.time_zone) in clocks for seat in country.seats)

    try:
        found = {country.clocks[geocode(Place("Nowhere at all", state, alpha_3).unchecked()).time_zone]}
    except PlaceUnknown:
        found = set()

    assert found == (clocks if len(clocks) == 1 and has_town else set())


def test_every_state_that_tells_several_times_is_among_them() -> None:
    assert {("CAN", "BC"), ("USA", "TX"), ("PRT", ""), ("RUS", "SA"), ("IDN", ""), ("AUS", "NSW")} <= {*SEVERAL}


def _named_after_towns() -> list[tuple[str, str, str]]:
    """Country, town and time zone, of the time zones of countries that have several."""
    table = (importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    codes = {country.alpha_2: alpha_3 for alpha_3, country in COUNTRIES.items() if country.clocks}
    rows = [line.split("\t")[:3] for line in table.splitlines() if not line.startswith("#")]
    towns = [(codes.get(code, ""), zone.rpartition("/")[2].replace("_", " "), zone) for code, _, zone in rows]
    return [each for each in towns if each[0] and each[1] != "Macquarie"]  # there is a town of that name elsewhere


@pytest.mark.parametrize(("alpha_3", "town", "zone"), _named_after_towns())
def test_a_town_that_names_a_time_zone_has_it_or_is_not_known(alpha_3: str, town: str, zone: str) -> None:
    clocks = COUNTRIES[alpha_3].clocks

    try:
        found = clocks[geocode(Place(town, "", alpha_3).unchecked()).time_zone]
    except PlaceUnknown:
        return

    assert found == clocks[zone]
