"""The locales that VAULT speaks, and which of them a caller reads."""

import enum
import re
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind, Refuses

MOST_HEADER = 1000
MOST_RANGES = 20
LANGUAGE_RANGE = re.compile(
    r"\s*(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*[qQ]\s*=\s*([01](?:\.\d{0,3})?)\s*)?"
)


class Locale(enum.StrEnum):
    """A language and where it is spoken, as the wire writes it."""

    EN_US = "en-us"
    ES_XL = "es-xl"


class LocaleInvalid(DomainError):
    """A locale that VAULT does not speak."""

    code = ErrorCode.LOCALE_INVALID
    kind = Kind.INVALID


SUPPORTED = {"en-us": "English (US)", "es-xl": "Spanish (Latin America)"}
LANGUAGES = {"en": Locale.EN_US, "es": Locale.ES_XL}


def locale_of(text: str) -> Locale:
    """The locale of any tag of its language, "en-US", "es_MX" or "ES"; LocaleInvalid."""
    locale = _spoken(text.strip().replace("_", "-"))
    if locale is None:
        raise LocaleInvalid
    return locale


def negotiate(person: str | None, accept_language: str | None) -> Locale:
    """The person's own locale, else the best of an Accept-Language header (RFC 9110, 12.5.4), else en-us."""
    own = _spoken((person or "").strip().replace("_", "-"))
    return own or _accepted((accept_language or "")[:MOST_HEADER]) or Locale.EN_US


def _spoken(tag: str) -> Locale | None:
    return LANGUAGES.get(tag.partition("-")[0].lower())


def _accepted(header: str) -> Locale | None:
    weights: dict[Locale, float] = {}
    for part in header.split(",")[:MOST_RANGES]:
        found = LANGUAGE_RANGE.fullmatch(part)
        locale = _spoken(found[1]) if found else None
        if found and locale:
            weights[locale] = max(weights.get(locale, 0.0), min(float(found[2] or 1), 1.0))
    best = max(weights, key=weights.__getitem__, default=None)
    return best if best and weights[best] else None


def _read(value: object) -> Locale:
    try:
        return locale_of(str(value))
    except LocaleInvalid:
        raise _refusal() from None


def _refusal() -> PydanticCustomError:
    return PydanticCustomError(ErrorCode.LOCALE_INVALID, "not a supported locale")


LenientLocale = Annotated[Locale, BeforeValidator(_read), Refuses(LocaleInvalid)]
"""A field that is a locale, read from any tag of its language."""
