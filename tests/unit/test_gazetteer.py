"""The data for validating addresses is what its source packages contain."""

import zipfile

from local import gazetteer
from tests.countries import COUNTRIES
from vault.kernel.gazetteer import (
    ARCHIVE_PATH,
    Country,
    find_alpha_3,
    find_country,
    find_town_by_zip,
    find_towns,
    find_towns_by_zip_area,
    fold_name,
)


def test_the_archive_is_made_of_the_packages_and_places_that_are_here() -> None:
    with zipfile.ZipFile(ARCHIVE_PATH) as archive:
        made_of = archive.comment.decode()

    assert made_of == gazetteer.hash_sources(), "run `make gazetteer`"


def test_every_country_is_known_by_its_three_letters() -> None:
    found = [find_country(country.alpha_3) for country in gazetteer.pycountry.countries]

    assert all(isinstance(one, Country) for one in found)
    assert find_country("usa") is None
    assert find_country("../zips/60") is None


def test_every_country_is_known_by_its_english_names() -> None:
    names = [country.name for country in gazetteer.pycountry.countries]
    others = ("united states", "United States of America", "Turkey", "South Korea", "Kosovo")

    assert [find_alpha_3(fold_name(name)) for name in names] == [each.alpha_3 for each in gazetteer.pycountry.countries]
    assert [find_alpha_3(fold_name(name)) for name in others] == ["USA", "USA", "TUR", "KOR", "XKX"]
    assert [find_alpha_3(name) for name in ("", "usa", "atlantis")] == [None] * 3


def test_a_postal_code_lies_somewhere_or_is_not_known() -> None:
    known = find_town_by_zip("60601")

    assert known
    assert (known.latitude, known.longitude, known.time_zone) == (41.8858, -87.6181, "America/Chicago")
    assert [find_town_by_zip(digits) for digits in ("", "6", "00000", "90000")] == [None] * 4


def test_the_largest_town_of_a_name_comes_first() -> None:
    usa, antarctica = COUNTRIES["USA"], COUNTRIES["ATA"]

    states = [town.state for town in find_towns("USA", usa, fold_name("San José"))]

    assert states[0] == "CA"
    assert find_towns("ATA", antarctica, fold_name("San José")) == []


def test_codes_with_the_same_first_three_digits_are_one_area() -> None:
    zones = {town.time_zone for town in find_towns_by_zip_area("79999")}

    assert zones == {"America/Denver"}
