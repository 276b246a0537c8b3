"""The currencies that each country accepts."""

import pycountry
import pytest

from vault.plans.currencies import COUNTRIES, by_countries


@pytest.mark.parametrize("currency", COUNTRIES)
def test_currencies_and_countries_are_those_of_iso(currency: str) -> None:
    assert pycountry.currencies.get(alpha_3=currency)
    assert [code for code in COUNTRIES[currency] if not pycountry.countries.get(alpha_3=code)] == []


def test_a_country_has_one_of_them_or_none() -> None:
    every = [code for codes in COUNTRIES.values() for code in codes]

    assert len(every) == len(set(every))
    assert by_countries(["FRA", "DEU", "USA", "CHE"]) == ["EUR", "USD"]
