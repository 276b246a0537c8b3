"""Countries with their states, towns and postal codes, from the archive that `make gazetteer` builds."""

import functools
import json
import pathlib
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

ARCHIVE_PATH = pathlib.Path(__file__).with_name("gazetteer.zip")
ZIP_PREFIX = 2


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


class Town(NamedTuple):
    """Coordinates in degrees north and east, an IANA time zone name, and the state code if known."""

    latitude: float
    longitude: float
    time_zone: str
    state: str | None = None


class Towns(NamedTuple):
    """`indexes_by_name` maps folded names to indexes in `largest_first`."""

    largest_first: Sequence[Town]
    indexes_by_name: Mapping[str, Sequence[int]]


@functools.lru_cache(maxsize=8)
def find_country(alpha_3: str) -> Country | None:
    """`alpha_3` is an ISO 3166-1 code in capitals."""
    found = _load_part(f"countries/{alpha_3}")
    return Country(**found) if found else None


@functools.lru_cache(maxsize=4)
def load_towns(alpha_3: str) -> Towns:
    found = _load_part(f"towns/{alpha_3}") or {"listed": (), "named": {}}
    return Towns([Town(*town) for town in found["listed"]], found["named"])


def find_town_by_zip(digits: str) -> Town | None:
    """`digits` are the five digits of a US ZIP code."""
    found = (_load_part(f"zips/{digits[:ZIP_PREFIX]}") or {}).get(digits)
    return Town(*found) if found else None


def fold_name(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if unicodedata.category(character)[0] in "LN")


def _load_part(name: str) -> Any:
    try:
        return json.loads(_open_archive().read(f"{name}.json"))
    except KeyError:
        return None


@functools.cache
def _open_archive() -> Any:
    import zipfile

    return zipfile.ZipFile(ARCHIVE_PATH)
