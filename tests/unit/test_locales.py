"""The choice of a caller's language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from vault.kernel.locales import SUPPORTED_LOCALES, LenientLocale, Locale, LocaleInvalid, negotiate_locale, parse_locale


@pytest.mark.parametrize(
    ("person", "header", "expected"),
    [
        (None, None, "en-us"),
        ("es-xl", "en-US", "es-xl"),
        ("en-us", "es", "en-us"),
        (None, "es-MX,es;q=0.9,en;q=0.8", "es-xl"),
        (None, "en;q=0.5, es-419;q=0.7", "es-xl"),
        (None, "fr-FR, es;q=0.2", "es-xl"),
        (None, "es;q=0, en;q=0.1", "en-us"),
        (None, "es;q=0", "en-us"),
        (None, "en, es", "en-us"),
        (None, "es, en", "es-xl"),
        (None, "de, *;q=0.5", "en-us"),
        ("xx", "es", "es-xl"),
        ("", "es;q=banana", "en-us"),
    ],
)
def test_the_person_decides_then_the_browser_then_english(
    person: str | None, header: str | None, expected: str
) -> None:
    assert negotiate_locale(person, header) == expected


@given(st.text())
def test_any_header_gets_a_locale(header: str) -> None:
    assert negotiate_locale(header, header) in SUPPORTED_LOCALES


@pytest.mark.parametrize("header", ["es," + "x" * 1_000_000, "," * 1_000_000, "en-" * 400_000, "es;" + "q=" * 500_000])
@pytest.mark.timeout(2)
def test_a_hostile_header_costs_no_time(header: str) -> None:
    assert negotiate_locale(None, header) in SUPPORTED_LOCALES


@pytest.mark.parametrize("tag", ["en-US", "en-us", "EN", "en_GB", " en "])
def test_any_english_tag_is_our_english(tag: str) -> None:
    assert parse_locale(tag) is Locale.EN_US
    assert TypeAdapter(LenientLocale).validate_python(tag) is Locale.EN_US


@pytest.mark.parametrize("tag", ["", "fr", "english", "e", "-en"])
def test_a_locale_that_is_not_spoken_is_refused(tag: str) -> None:
    with pytest.raises(LocaleInvalid):
        parse_locale(tag)
    with pytest.raises(ValidationError, match="LocaleInvalid"):
        TypeAdapter(LenientLocale).validate_python(tag)


def test_the_supported_locales_are_those_of_the_enum() -> None:
    assert set(SUPPORTED_LOCALES) == {locale.value for locale in Locale}
