"""Countries with their states, towns, postal codes and time zones, from the archive that `make gazetteer` builds."""

import functools
import json
import pathlib
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

ARCHIVE_PATH = pathlib.Path(__file__).with_name("gazetteer.zip")
ZIP_PREFIX = 2
ZIP_AREA = 3
"""The digits of a US ZIP code that name the area of a sorting centre."""


class Town(NamedTuple):
    """Coordinates in degrees north and east, an IANA time zone name, and the state code if known."""

    latitude: float
    longitude: float
    time_zone: str
    state: str | None = None
    population: int = 0


class Part(NamedTuple):
    """A part of a country that has a code of its own: named by the state, or by how postal codes begin (a pattern)."""

    alpha_3: str
    state: str
    postal_code: str


class Country(NamedTuple):
    alpha_2: str
    needs_state: bool
    needs_postal_code: bool
    shows_states: bool
    postal_code: str
    """Regular expression of the country's postal codes; empty where it has none of its own."""
    codes: Mapping[str, str]
    """ISO 3166-2 code without the country, by folded state name."""
    names: Mapping[str, str]
    postal_codes: Mapping[str, str]
    """Regular expression that a state's postal codes begin with, by state code."""
    parts: Sequence[Part]
    buckets: int
    """The number of files that the country's towns are divided into."""
    seats: Sequence[Town]
    """The largest town of each state and time zone, the largest first."""
    clocks: Mapping[str, int]
    """Time zones that tell different times have different numbers; empty where all of the country tell the same."""
    zones: Mapping[str, Sequence[str]]
    """Time zones by state code, and under "" those of the whole country; empty as `clocks` is."""
    postal_code_zones: Sequence[tuple[str, Sequence[str]]]
    """Patterns that postal codes begin with, and the time zones there."""


@functools.lru_cache(maxsize=8)
def find_country(alpha_3: str) -> Country | None:
    """`alpha_3` is an ISO 3166-1 code in capitals."""
    found = _load_part(f"countries/{alpha_3}")
    if not found:
        return None
    parts, seats = ([kind(*each) for each in found[name]] for kind, name in ((Part, "parts"), (Town, "seats")))
    return Country(**found | {"parts": parts, "seats": seats})


def find_alpha_3(name: str) -> str | None:
    """The ISO 3166-1 code of a country, by its folded English name."""
    return _load_names().get(name)


def find_towns(alpha_3: str, country: Country, name: str) -> list[Town]:
    """The towns of a country that have the folded name, the largest first."""
    if not (country.buckets and name):
        return []
    return [Town(*town) for names, *town in _load_bucket(alpha_3, bucket_of(name, country.buckets)) if name in names]


def bucket_of(name: str, buckets: int) -> int:
    """The file of a country that the towns of a folded name stand in."""
    return zlib.crc32(name.encode()) % buckets


def find_town_by_zip(digits: str) -> Town | None:
    """`digits` are the five digits of a US ZIP code."""
    found = _load_zips(digits[:ZIP_PREFIX]).get(digits)
    return Town(*found) if found else None


def find_towns_by_zip_area(digits: str) -> list[Town]:
    """What is known of the ZIP codes with the same first three digits."""
    area = digits[:ZIP_AREA]
    return [Town(*town) for code, town in sorted(_load_zips(digits[:ZIP_PREFIX]).items()) if code[:ZIP_AREA] == area]


def fold_name(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if unicodedata.category(character)[0] in "LN")


@functools.cache
def _load_names() -> Mapping[str, str]:
    return _load_part("names") or {}


@functools.lru_cache(maxsize=4)
def _load_bucket(alpha_3: str, bucket: int) -> Any:
    return _load_part(f"towns/{alpha_3}/{bucket}") or []


def _load_zips(prefix: str) -> Mapping[str, Sequence[Any]]:
    return _load_part(f"zips/{prefix}") or {}


def _load_part(name: str) -> Any:
    try:
        return json.loads(_open_archive().read(f"{name}.json"))
    except KeyError:
        return None


@functools.cache
def _open_archive() -> Any:
    import zipfile

    return zipfile.ZipFile(ARCHIVE_PATH)
