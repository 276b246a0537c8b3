"""What addresses are checked by is what the packages say that it was packed from."""

import json
import zipfile

from local import gazetteer
from vault.kernel.gazetteer import PACKED, Country, country, folded, towns, zip_code


def test_the_archive_says_what_the_packages_say() -> None:
    said = dict(gazetteer.parts())

    with zipfile.ZipFile(PACKED) as archive:
        packed = {name: json.loads(archive.read(name)) for name in archive.namelist()}

    assert [name for name, part in said.items() if packed.get(f"{name}.json") != part] == []
    assert packed.keys() == {f"{name}.json" for name in said}


def test_every_country_is_known_by_its_three_letters() -> None:
    found = [country(found.alpha_3) for found in gazetteer.pycountry.countries]

    assert all(isinstance(one, Country) for one in found)
    assert country("usa") is None
    assert country("../zips/60") is None


def test_a_postal_code_lies_somewhere_or_is_not_known() -> None:
    known = zip_code("60601")

    assert known
    assert (known.latitude, known.longitude, known.time_zone) == (41.8858, -87.6181, "America/Chicago")
    assert [zip_code(digits) for digits in ("", "6", "00000", "90000")] == [None] * 4


def test_the_largest_town_of_a_name_comes_first() -> None:
    found = towns("USA")

    states = [found.listed[place].state for place in found.named[folded("San José")]]

    assert states[0] == "CA"
    assert towns("ATA").listed == []
