"""Errors: a stable code, a kind, and one status for each kind."""

import pytest

from vault.kernel.errors import AccessDenied, DomainError, FieldMissing, Kind, Unavailable
from vault.kernel.locales import Locale
from vault.runtime import responses


def test_a_code_is_the_name_of_its_class() -> None:
    assert (FieldMissing().code, AccessDenied().code) == ("FieldMissing", "AccessDenied")


def test_an_error_that_says_nothing_else_is_a_broken_rule() -> None:
    assert DomainError.kind is Kind.RULE


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_status_and_a_level(kind: Kind) -> None:
    assert 400 <= responses.STATUS[kind] < 600
    assert responses.LEVEL[kind] >= 20


@pytest.mark.parametrize("locale", Locale)
def test_an_errors_data_fill_the_gaps_of_its_sentence(locale: Locale) -> None:
    assert "VenueID" in responses.error_message(FieldMissing(field="VenueID"), locale)


def test_a_caller_who_has_to_wait_is_told_how_long() -> None:
    error = Unavailable(service="graph", retry_after=7)

    told = responses.error_response(error, 503, Locale.EN_US, "id")

    assert told["headers"]["Retry-After"] == "7"
