"""Find the coordinates and the time zone of a postal address."""

import re
from collections.abc import Iterable, Sequence

from vault.kernel import gazetteer
from vault.kernel.addresses import ZIP_COUNTRIES, CountryInvalid, PostalAddress
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.gazetteer import Country, Part, Town, fold_name
from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name

ZIP_DIGITS = 5
DOMINANCE = 10
"""Of two towns of one name in different time zones the larger is meant if it has this many times the people."""


class PlaceUnknown(DomainError):
    """No list has the place, and its state or country has several time zones: `field` would settle which."""

    code = ErrorCode.PLACE_UNKNOWN
    kind = Kind.INVALID


@value
class GeoPoint:
    """Coordinates in degrees north and east, and an IANA time zone name."""

    latitude: float
    longitude: float
    time_zone: str


@value
class _Area:
    """Where an address may be: a country or its part, a state, and the time zones that are possible there.

    Without `zones` all of the country tells the same time.
    """

    alpha_3: str
    country: Country
    state: str
    zones: frozenset[str]

    @property
    def clocks(self) -> frozenset[int]:
        return frozenset(self.country.clocks[zone] for zone in self.zones)

    def contains(self, town: Town) -> bool:
        return not self.zones or self.country.clocks.get(town.time_zone) in self.clocks

    def has_one_clock(self, towns: Iterable[Town] = ()) -> bool:
        """Whether all of the area tells the same time, or all of these towns do."""
        clocks = {self.country.clocks.get(town.time_zone) for town in towns}
        return len(clocks or self.clocks) <= 1


def geocode(address: PostalAddress) -> GeoPoint:
    """Locate by US ZIP code, else by town; a town that is not known is where its state's largest one is.

    Raises PlaceUnknown where that might be another time zone, CountryInvalid for a country without a town.
    """
    area = _find_area(address)
    if not area.country.seats:
        raise CountryInvalid
    town = _find_by_zip(address) or _find_by_name(area, address) or _find_by_zip_area(area, address) or _find_seat(area)
    if town is None:
        raise PlaceUnknown(field=wire_name(_deciding_field(area, address)))
    return GeoPoint(town.latitude, town.longitude, town.time_zone)


def _find_area(address: PostalAddress) -> _Area:
    alpha_3, state = address.country, address.state
    country = _load_country(alpha_3)
    part = next((part for part in country.parts if _is_in_part(address, part)), None)
    if part:
        alpha_3, state, country = part.alpha_3, "", _load_country(part.alpha_3)
    zones = frozenset(country.zones.get(state) or country.zones.get("", ()))
    return _Area(alpha_3, country, state, _narrow_by_postal_code(country, zones, address.postal_code))


def _is_in_part(address: PostalAddress, part: Part) -> bool:
    if part.state and address.state == part.state:
        return True
    return bool(part.postal_code and re.match(part.postal_code, address.postal_code))


def _load_country(alpha_3: str) -> Country:
    country = gazetteer.find_country(alpha_3)
    if country is None:
        raise CountryInvalid
    return country


def _narrow_by_postal_code(country: Country, zones: frozenset[str], postal_code: str) -> frozenset[str]:
    named = (zones & {*names} for pattern, names in country.postal_code_zones if re.match(pattern, postal_code))
    return next(filter(None, named), zones)


def _find_by_zip(address: PostalAddress) -> Town | None:
    return gazetteer.find_town_by_zip(address.postal_code[:ZIP_DIGITS]) if address.country in ZIP_COUNTRIES else None


def _find_by_zip_area(area: _Area, address: PostalAddress) -> Town | None:
    if address.country not in ZIP_COUNTRIES or len(address.postal_code) < ZIP_DIGITS:
        return None
    towns = [*filter(area.contains, gazetteer.find_towns_by_zip_area(address.postal_code))]
    return towns[0] if towns and area.has_one_clock(towns) else None


def _find_by_name(area: _Area, address: PostalAddress) -> Town | None:
    found = _choose(area, gazetteer.find_towns(area.alpha_3, area.country, fold_name(address.city)))
    if found or not (area.has_one_clock() or address.state not in area.country.names):
        return found
    return _choose(area, gazetteer.find_towns(area.alpha_3, area.country, fold_name(address.state_name)))


def _choose(area: _Area, towns: Sequence[Town]) -> Town | None:
    known = {town.state for town in area.country.seats}
    inside = [
        town for town in towns if area.contains(town) and (area.state not in known or town.state in (area.state, None))
    ]
    if not inside:
        return None
    rivals = [town for town in inside if not area.has_one_clock((town, inside[0]))]
    return None if any(town.population * DOMINANCE > inside[0].population for town in rivals) else inside[0]


def _find_seat(area: _Area) -> Town | None:
    if not area.has_one_clock():
        return None
    seats = [town for town in area.country.seats if area.contains(town)]
    return next((town for town in seats if town.state == area.state), seats[0] if seats else None)


def _deciding_field(area: _Area, address: PostalAddress) -> str:
    if address.country in ZIP_COUNTRIES or (area.country.postal_code_zones and not address.postal_code):
        return "postal_code"
    states = {*area.country.zones} - {""}
    return "state" if states and area.state not in states else "city"
