"""Supported locales and their negotiation."""

import enum
import re
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, FieldErrors, Kind

MAX_HEADER = 1000
MAX_RANGES = 20
LANGUAGE_RANGE = re.compile(
    r"\s*(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*[qQ]\s*=\s*([01](?:\.\d{0,3})?)\s*)?"
)


class Locale(enum.StrEnum):
    """A supported locale, as written on the wire."""

    EN_US = "en-us"
    ES_XL = "es-xl"


class LocaleInvalid(DomainError):
    code = ErrorCode.LOCALE_INVALID
    kind = Kind.INVALID


SUPPORTED_LOCALES = {"en-us": "English (US)", "es-xl": "Spanish (Latin America)"}
LANGUAGES = {"en": Locale.EN_US, "es": Locale.ES_XL}


def parse_locale(text: str) -> Locale:
    """Map any tag of a supported language ("en-US", "es_MX", "ES") to its locale. Raises LocaleInvalid."""
    locale = _find_locale(text.strip().replace("_", "-"))
    if locale is None:
        raise LocaleInvalid
    return locale


def negotiate_locale(preferred: str | None, accept_language: str | None) -> Locale:
    """The preferred locale, else the best of an Accept-Language header (RFC 9110, 12.5.4), else en-us."""
    own = _find_locale((preferred or "").strip().replace("_", "-"))
    return own or _match_accept_language((accept_language or "")[:MAX_HEADER]) or Locale.EN_US


def _find_locale(tag: str) -> Locale | None:
    return LANGUAGES.get(tag.partition("-")[0].lower())


def _match_accept_language(header: str) -> Locale | None:
    weights: dict[Locale, float] = {}
    for part in header.split(",")[:MAX_RANGES]:
        found = LANGUAGE_RANGE.fullmatch(part)
        locale = _find_locale(found[1]) if found else None
        if found and locale:
            weights[locale] = max(weights.get(locale, 0.0), min(float(found[2] or 1), 1.0))
    best = max(weights, key=weights.__getitem__, default=None)
    return best if best and weights[best] else None


def _validate_locale(value: object) -> Locale:
    try:
        return parse_locale(str(value))
    except LocaleInvalid:
        raise _validation_error() from None


def _validation_error() -> PydanticCustomError:
    return PydanticCustomError(ErrorCode.LOCALE_INVALID, "not a supported locale")


LenientLocale = Annotated[Locale, BeforeValidator(_validate_locale), FieldErrors(LocaleInvalid)]
"""A locale field that accepts any tag of a supported language."""
