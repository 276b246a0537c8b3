"""The time zones of countries, states and postal codes, for the archive of `python -m local.gazetteer`."""

import datetime as dt
import functools
import importlib.resources
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import zipcodes
from tzfpy import get_tz

from vault.kernel.gazetteer import ZIP_PREFIX
from vault.kernel.time import load_time_zone

OWN = tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))
COMPARED_FROM = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
COMPARED_DAYS = 3 * 365
"""For so long two time zones have to tell the same time, to be taken for one where a place is not known."""

Entry = tuple[float, float, str, str | None, int]
"""Latitude, longitude, time zone, state and population."""


class NamedTown(NamedTuple):
    names: tuple[str, ...]
    entry: Entry


class Zip(NamedTuple):
    """What is known of a US ZIP code; `state` is empty for a military one, which names a place abroad."""

    digits: str
    latitude: float
    longitude: float
    time_zone: str
    state: str


def of_country(country: str, towns: Sequence[NamedTown], zips: Iterable[Zip]) -> dict[str, Any]:
    """The members `seats`, `clocks`, `zones` and `postal_code_zones` of a country's file."""
    found: dict[str, list[str]] = defaultdict(list)
    for state, zone in _zones_of_states(country, towns, zips):
        for key in {"", state}:
            if zone not in found[key]:
                found[key].append(zone)
    legal = {*_zones_by_country().get(country, found[""])}
    listed = {state: [zone for zone in named if zone in legal] for state, named in found.items()}
    clocks = _number_clocks(listed.get("", ()))
    several = len({*clocks.values()}) > 1
    return {
        "seats": _seats(towns),
        "clocks": clocks if several else {},
        "zones": {state: named for state, named in sorted(listed.items()) if named} if several else {},
        "postal_code_zones": [(code, named.split()) for code, named in OWN["postal_codes"].get(country, {}).items()],
    }


def time_zone_at(latitude: float, longitude: float, country: str, named: str) -> str:
    """The time zone on the map if it is one of the country's, else the one that the list of towns names."""
    legal, on_map = _zones_by_country().get(country, ()), _time_zone_on_land(latitude, longitude)
    if on_map and (on_map in legal or named not in legal):
        return on_map
    return named


def read_zips(towns: Mapping[str, Sequence[NamedTown]]) -> list[Zip]:
    """US ZIP codes with a known place; those of military post have the largest town of the country where they are."""
    found = []
    for row in zipcodes.list_all():  # type: ignore[no-untyped-call]
        latitude, longitude, state = float(row["lat"] or 0), float(row["long"] or 0), row["state"]
        zone = _time_zone_on_land(latitude, longitude)
        if row["zip_code_type"] == "MILITARY":
            abroad = towns.get(row["country"], ()) if row["country"] != "US" else ()
            clocks = {*_number_clocks({town.entry[2] for town in abroad}).values()}
            found += [Zip(row["zip_code"], *abroad[0].entry[:3], "")] if len(clocks) == 1 else []
        elif zone:
            found.append(Zip(row["zip_code"], latitude, longitude, zone, state))
    return found


def by_prefix(zips: Iterable[Zip]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Coordinates and time zones of US postal codes, by the first digits."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for code in zips:
        found[code.digits[:ZIP_PREFIX]][code.digits] = code[1:4]
    for prefix in sorted(found):
        yield f"zips/{prefix}", found[prefix]


def _zones_of_states(country: str, towns: Sequence[NamedTown], zips: Iterable[Zip]) -> Iterator[tuple[str, str]]:
    """Pairs of a state, or "", and a time zone that it has."""
    for zone, states in OWN["zones"].get(country, {}).items():
        yield "", zone
        yield from ((state, zone) for state in states.split())
    for town in towns:
        yield town.entry[3] or "", town.entry[2]
    yield from ((code.state, code.time_zone) for code in zips if code.state)
    for named in OWN["postal_codes"].get(country, {}).values():
        yield from (("", zone) for zone in named.split())


def _seats(towns: Sequence[NamedTown]) -> list[Entry]:
    found: dict[tuple[str | None, str], Entry] = {}
    for town in towns:
        found.setdefault((town.entry[3], town.entry[2]), town.entry)
    return [*found.values()]


def _number_clocks(zones: Iterable[str]) -> dict[str, int]:
    """Time zones that tell the same time from now on have one number."""
    numbers: dict[tuple[object, ...], int] = {}
    return {zone: numbers.setdefault(_offsets(zone), len(numbers)) for zone in sorted(zones)}


@functools.cache
def _offsets(zone: str) -> tuple[object, ...]:
    hours = (COMPARED_FROM + dt.timedelta(days=day) for day in range(COMPARED_DAYS))
    return tuple(hour.astimezone(load_time_zone(zone)).utcoffset() for hour in hours)


@functools.cache
def _zones_by_country() -> dict[str, list[str]]:
    """The time zones of each country in the time zone database, by its two letters."""
    found: dict[str, list[str]] = defaultdict(list)
    table = importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab"
    for line in table.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found[country].append(zone)
    return dict(found)


def _time_zone_on_land(latitude: float, longitude: float) -> str | None:
    """None at sea (0, 0 means unknown in the ZIP data)."""
    name = get_tz(longitude, latitude)
    return None if not name or name.startswith("Etc/") else name
