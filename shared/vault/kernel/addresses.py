"""Validate postal addresses."""

import re
from collections.abc import Mapping
from dataclasses import replace

from vault.kernel import gazetteer
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.gazetteer import Country, fold_name
from vault.kernel.sanitize import TextTooLong, sanitize_plain_text
from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name

MAX_LINE = 40
MAX_POSTAL_CODE = 10
ALPHA_3 = re.compile(r"[A-Za-z]{3}")
ANY_POSTAL_CODE = "[A-Z0-9][A-Z0-9 -]*"
SPACE_BEFORE_LAST_THREE = {"CAN", "GBR"}
ZIP_COUNTRIES = {"USA", "PRI", "GUM", "VIR", "ASM", "MNP", "FSM", "MHL", "PLW"}
"""Countries whose addresses have US ZIP codes."""


class CountryInvalid(DomainError):
    code = ErrorCode.COUNTRY_INVALID
    kind = Kind.INVALID


class StateInvalid(DomainError):
    code = ErrorCode.STATE_INVALID
    kind = Kind.INVALID


class PostalCodeInvalid(DomainError):
    """A postal code that the country does not have, or that belongs to another state."""

    code = ErrorCode.POSTAL_CODE_INVALID
    kind = Kind.INVALID


class AddressFieldTooLong(DomainError):
    code = ErrorCode.ADDRESS_FIELD_TOO_LONG
    kind = Kind.INVALID


class AddressFieldMissing(DomainError):
    code = ErrorCode.ADDRESS_FIELD_MISSING
    kind = Kind.INVALID


ADDRESS_ERRORS = (CountryInvalid, StateInvalid, PostalCodeInvalid, AddressFieldMissing)
"""Errors of `AddressInput.validate` for fields whose length and characters were validated before."""


@value
class PostalAddress:
    """`state` is the ISO 3166-2 code without the country, else free text; `country` is ISO 3166-1 alpha-3."""

    address_line_1: str
    address_line_2: str
    address_line_3: str
    city: str
    state: str
    state_name: str
    country: str
    postal_code: str


@value
class AddressInput:
    """A postal address as entered, or a part of one; None is what was not entered."""

    address_line_1: str | None = None
    address_line_2: str | None = None
    address_line_3: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    postal_code: str | None = None

    def inheriting(self, whole: "AddressInput") -> "AddressInput":
        """Complete what was not entered from another address."""
        return replace(whole, **{name: text for name, text in vars(self).items() if text is not None})

    def with_country_code(self) -> "AddressInput":
        """Replace the English name of a country by its code."""
        return replace(self, country=self.country and (gazetteer.find_alpha_3(fold_name(self.country)) or self.country))

    def validate(self) -> PostalAddress:
        """Sanitize and validate.

        Raises CountryInvalid, StateInvalid, PostalCodeInvalid, TextInvalid; AddressFieldTooLong and AddressFieldMissing
        with the wire name of the field.
        """
        cleaned = {name: _clean_field(name, text or "") for name, text in vars(self).items()}
        _require(cleaned, "address_line_1", "city", "country")
        country = _parse_country(cleaned["country"])
        _require(cleaned, *("state",) * country.needs_state, *("postal_code",) * country.needs_postal_code)
        state, state_name = _parse_state(country, cleaned["state"])
        alpha_3 = cleaned["country"].upper()
        postal_code = _check_postal_code(country, state, cleaned["postal_code"])
        if alpha_3 in SPACE_BEFORE_LAST_THREE and postal_code:
            postal_code = f"{postal_code[:-3].strip()} {postal_code[-3:]}"
        checked = {"state": state, "state_name": state_name, "country": alpha_3, "postal_code": postal_code}
        return PostalAddress(**cleaned | checked)


def _clean_field(name: str, text: str) -> str:
    most = MAX_POSTAL_CODE if name == "postal_code" else MAX_LINE
    try:
        return sanitize_plain_text(text, most)
    except TextTooLong:
        raise AddressFieldTooLong(field=wire_name(name), most=most) from None


def _require(cleaned: Mapping[str, str], *names: str) -> None:
    for name in names:
        if not cleaned[name]:
            raise AddressFieldMissing(field=wire_name(name))


def _parse_country(alpha_3: str) -> Country:
    found = gazetteer.find_country(alpha_3.upper()) if ALPHA_3.fullmatch(alpha_3) else None
    if found is None:
        raise CountryInvalid
    return found


def _parse_state(country: Country, text: str) -> tuple[str, str]:
    code = country.codes.get(fold_name(text))
    if code:
        return code, country.names[code]
    if text and country.shows_states:
        raise StateInvalid
    return text, text


def _check_postal_code(country: Country, state: str, text: str) -> str:
    code = " ".join(text.upper().split())
    if not code:
        return code
    if not re.fullmatch(country.postal_code or ANY_POSTAL_CODE, code):
        raise PostalCodeInvalid
    if not re.match(country.postal_codes.get(state, ""), code):
        raise PostalCodeInvalid
    return code
