"""Countries with their states, towns and postal codes, as `make gazetteer` packed them from well-kept packages."""

import functools
import json
import pathlib
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

ARCHIVE_PATH = pathlib.Path(__file__).with_name("gazetteer.zip")
ZIP_PREFIX = 2


class Country(NamedTuple):
    """What the post of a country asks of an address; states are known by their ISO 3166-2 code without the country."""

    alpha_2: str
    needs_state: bool
    needs_postal_code: bool
    shows_states: bool
    postal_code: str
    """The pattern of its postal codes; empty where it has none of its own."""
    codes: Mapping[str, str]
    """A state's code by every folded form of its name."""
    names: Mapping[str, str]
    postal_codes: Mapping[str, str]
    """The pattern that a state's postal codes begin with, by the state's code."""


class Town(NamedTuple):
    """A town: degrees north and east, its IANA time zone, and its state's code where that is known."""

    latitude: float
    longitude: float
    time_zone: str
    state: str | None = None


class Towns(NamedTuple):
    """A country's towns, the largest first, and their places in that list by every folded form of their names."""

    largest_first: Sequence[Town]
    indexes_by_name: Mapping[str, Sequence[int]]


@functools.lru_cache(maxsize=8)
def find_country(alpha_3: str) -> Country | None:
    """The country with this ISO 3166-1 alpha-3 code in capitals."""
    found = _load_part(f"countries/{alpha_3}")
    return Country(**found) if found else None


@functools.lru_cache(maxsize=4)
def load_towns(alpha_3: str) -> Towns:
    """The towns of a country; none where it has none."""
    found = _load_part(f"towns/{alpha_3}") or {"listed": (), "named": {}}
    return Towns([Town(*town) for town in found["listed"]], found["named"])


def find_town_by_zip(digits: str) -> Town | None:
    """Where the five digits of a US postal code are, if that is known."""
    found = (_load_part(f"zips/{digits[:ZIP_PREFIX]}") or {}).get(digits)
    return Town(*found) if found else None


def fold_name(text: str) -> str:
    """A name by its letters and digits alone, without case, accents and spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if unicodedata.category(character)[0] in "LN")


def _load_part(name: str) -> Any:
    """A part of the archive; None where it has no such part."""
    try:
        return json.loads(_open_archive().read(f"{name}.json"))
    except KeyError:
        return None


@functools.cache
def _open_archive() -> Any:
    """The packed parts, opened once in the life of the process."""
    import zipfile

    return zipfile.ZipFile(ARCHIVE_PATH)
