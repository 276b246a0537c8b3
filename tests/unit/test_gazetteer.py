"""The data for validating addresses is what its source packages contain."""

import json
import zipfile

from local import gazetteer
from vault.kernel.gazetteer import ARCHIVE_PATH, Country, find_country, find_town_by_zip, fold_name, load_towns


def test_the_archive_says_what_the_packages_say() -> None:
    said = dict(gazetteer.parts())

    with zipfile.ZipFile(ARCHIVE_PATH) as archive:
        packed = {name: json.loads(archive.read(name)) for name in archive.namelist()}

    assert [name for name, part in said.items() if packed.get(f"{name}.json") != part] == []
    assert packed.keys() == {f"{name}.json" for name in said}


def test_every_country_is_known_by_its_three_letters() -> None:
    found = [find_country(found.alpha_3) for found in gazetteer.pycountry.countries]

    assert all(isinstance(one, Country) for one in found)
    assert find_country("usa") is None
    assert find_country("../zips/60") is None


def test_a_postal_code_lies_somewhere_or_is_not_known() -> None:
    known = find_town_by_zip("60601")

    assert known
    assert (known.latitude, known.longitude, known.time_zone) == (41.8858, -87.6181, "America/Chicago")
    assert [find_town_by_zip(digits) for digits in ("", "6", "00000", "90000")] == [None] * 4


def test_the_largest_town_of_a_name_comes_first() -> None:
    found = load_towns("USA")

    states = [found.largest_first[place].state for place in found.indexes_by_name[fold_name("San José")]]

    assert states[0] == "CA"
    assert load_towns("ATA").largest_first == []
