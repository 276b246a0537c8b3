"""The language in which terms are shown."""

import pytest

from vault.kernel.locales import Locale
from vault.terms.model import TermsNotFound, VenueTerms

ENGLISH, SPANISH = "<p>Be kind.</p>", "<p>Sea amable.</p>"


def notice(**texts: str) -> VenueTerms:
    return VenueTerms("venue", "operator", {name.replace("_", "-"): text for name, text in texts.items()})


@pytest.mark.parametrize(
    ("asked", "own", "expected"),
    [
        ("es-xl", Locale.EN_US, SPANISH),
        ("ES_mx", Locale.EN_US, SPANISH),
        ("", Locale.ES_XL, SPANISH),
        ("", Locale.EN_US, ENGLISH),
        ("fr", Locale.ES_XL, ENGLISH),
    ],
)
def test_the_asked_language_counts_then_ones_own_then_english(asked: str, own: Locale, expected: str) -> None:
    _, text = notice(en_us=ENGLISH, es_xl=SPANISH).best_text(asked, own)

    assert text == expected


def test_what_there_is_in_one_language_only_is_shown_in_that_one() -> None:
    assert notice(en_us=ENGLISH).best_text("es-xl", Locale.ES_XL) == (Locale.EN_US, ENGLISH)
    assert notice(es_xl=SPANISH).best_text("en-us", Locale.EN_US) == (Locale.ES_XL, SPANISH)


def test_without_any_there_are_none() -> None:
    with pytest.raises(TermsNotFound):
        notice().best_text("", Locale.EN_US)
