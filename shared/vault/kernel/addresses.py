"""Postal addresses checked against their country, and where on earth they are."""

import re
from collections.abc import Iterable, Mapping

from vault.kernel import gazetteer
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.gazetteer import Country, Town, folded
from vault.kernel.sanitise import TextTooLong, plain_text
from vault.kernel.values import value
from vault.kernel.vocabulary import wire

MOST_LINE = 40
MOST_POSTAL_CODE = 10
TERMS = {"line1": "address_line_1", "line2": "address_line_2", "line3": "address_line_3"}
ALPHA_3 = re.compile(r"[A-Za-z]{3}")
ANY_POSTAL_CODE = "[A-Z0-9][A-Z0-9 -]*"
LAST_THREE = {"CAN", "GBR"}
ZIP_COUNTRIES = {"USA", "PRI", "GUM", "VIR", "ASM", "MNP"}
ZIP_DIGITS = 5


class CountryInvalid(DomainError):
    """A text that is no ISO 3166-1 alpha-3 code, or a country without a single town."""

    code = ErrorCode.COUNTRY_INVALID
    kind = Kind.INVALID


class StateInvalid(DomainError):
    """A state that its country does not have."""

    code = ErrorCode.STATE_INVALID
    kind = Kind.INVALID


class PostalCodeInvalid(DomainError):
    """A postal code that its country does not have, or that lies in another state."""

    code = ErrorCode.POSTAL_CODE_INVALID
    kind = Kind.INVALID


class AddressFieldTooLong(DomainError):
    """A part of an address with more characters than are stored."""

    code = ErrorCode.ADDRESS_FIELD_TOO_LONG
    kind = Kind.INVALID


class AddressFieldMissing(DomainError):
    """A part without which no letter would arrive in that country."""

    code = ErrorCode.ADDRESS_FIELD_MISSING
    kind = Kind.INVALID


ADDRESS_ERRORS = (CountryInvalid, StateInvalid, PostalCodeInvalid, AddressFieldMissing)
"""What a request may be refused for whose fields are bounded already."""


@value
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


@value
class Place:
    """A point in degrees north and east, and its IANA time zone."""

    latitude: float
    longitude: float
    time_zone: str


def postal_address(fields: Mapping[str, str | None]) -> PostalAddress:
    """The address of line1, line2, line3, city, state, country and postal_code, checked and cleaned.

    Errors: CountryInvalid, StateInvalid, PostalCodeInvalid, AddressFieldTooLong and AddressFieldMissing (both with the
    wire name of the field), TextInvalid.
    """
    most = dict.fromkeys(("line1", "line2", "line3", "city", "state"), MOST_LINE)
    bounds = most | {"country": MOST_LINE, "postal_code": MOST_POSTAL_CODE}
    given = {name: _bounded(name, fields.get(name) or "", bound) for name, bound in bounds.items()}
    _require(given, ("line1", "city", "country"))
    country = _country(given["country"])
    _require(given, ("state",) * country.needs_state + ("postal_code",) * country.needs_postal_code)
    state, state_name = _state(country, given["state"])
    postal_code = _postal_code(country, state, given["postal_code"])
    if given["country"].upper() in LAST_THREE and postal_code:
        postal_code = f"{postal_code[:-3].strip()} {postal_code[-3:]}"
    checked = {"state": state, "state_name": state_name, "postal_code": postal_code}
    return PostalAddress(**given | checked | {"country": given["country"].upper()})


def locate(address: PostalAddress) -> Place:
    """Where the address is: its US postal code, else its city, else the largest city of its state or country.

    Error: CountryInvalid where the country has no city at all.
    """
    return _by_zip(address) or _by_town(address)


def _bounded(name: str, text: str, most: int) -> str:
    try:
        return plain_text(text, most)
    except TextTooLong:
        raise AddressFieldTooLong(field=wire(TERMS.get(name, name)), most=most) from None


def _require(given: Mapping[str, str], names: Iterable[str]) -> None:
    for name in names:
        if not given[name]:
            raise AddressFieldMissing(field=wire(TERMS.get(name, name)))


def _country(alpha_3: str) -> Country:
    found = gazetteer.country(alpha_3.upper()) if ALPHA_3.fullmatch(alpha_3) else None
    if found is None:
        raise CountryInvalid
    return found


def _state(country: Country, text: str) -> tuple[str, str]:
    code = country.codes.get(folded(text))
    if code:
        return code, country.names[code]
    if text and country.shows_states:
        raise StateInvalid
    return text, text


def _postal_code(country: Country, state: str, text: str) -> str:
    code = " ".join(text.upper().split())
    if not code:
        return code
    if not re.fullmatch(country.postal_code or ANY_POSTAL_CODE, code):
        raise PostalCodeInvalid
    if not re.match(country.postal_codes.get(state, ""), code):
        raise PostalCodeInvalid
    return code


def _by_zip(address: PostalAddress) -> Place | None:
    if address.country not in ZIP_COUNTRIES:
        return None
    town = gazetteer.zip_code(address.postal_code[:ZIP_DIGITS])
    return _place(town) if town else None


def _by_town(address: PostalAddress) -> Place:
    towns = gazetteer.towns(address.country)
    everywhere = range(len(towns.listed))
    in_state = {place for place in everywhere if towns.listed[place].state == address.state} or everywhere
    wanted = (folded(address.city), folded(address.state_name))
    named = (place for name in wanted for place in towns.named.get(name, ()) if place in in_state)
    best = next(named, min(in_state, default=None))
    if best is None:
        raise CountryInvalid
    return _place(towns.listed[best])


def _place(town: Town) -> Place:
    return Place(town.latitude, town.longitude, town.time_zone)
