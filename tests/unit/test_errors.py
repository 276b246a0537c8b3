"""Errors: a stable code, a kind, and one status for each kind."""

import json

import pytest
from pydantic import ValidationError

from tests.architecture.source import every_error
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import AccessDenied, DomainError, FieldMissing, Kind, Unavailable
from vault.kernel.locales import LenientLocale, Locale
from vault.kernel.wire import Wire
from vault.runtime import body_faults, responses


def test_an_error_answers_with_the_code_of_its_class() -> None:
    response = responses.error_response(AccessDenied(), 403, Locale.EN_US, "id")

    assert json.loads(response["body"])["errorCode"] == "AccessDenied"


def test_what_a_fields_type_refuses_has_the_types_code() -> None:
    class Lettered(Wire):
        locale: LenientLocale

    with pytest.raises(ValidationError) as refusal:
        Lettered.model_validate({"locale": "xx"})

    error = body_faults.to_domain_error(refusal.value, Lettered)
    assert (type(error), error.code, error.data["field"]) == (
        body_faults.TypedFieldInvalid,
        ErrorCode.LOCALE_INVALID,
        "locale",
    )


def test_every_code_stands_in_the_order_of_its_name() -> None:
    names = [code.name for code in ErrorCode]

    assert names == sorted(names)


def test_every_error_declares_a_code_of_its_own() -> None:
    silent = {error.__qualname__ for error in every_error() if "code" not in vars(error)}

    assert silent == set()


def test_every_code_belongs_to_one_error() -> None:
    assert sorted(error.code for error in every_error()) == sorted(ErrorCode)


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

    response = responses.error_response(error, 503, Locale.EN_US, "id")

    assert response["headers"]["Retry-After"] == "7"


@pytest.mark.parametrize("error", sorted((each for each in every_error() if each.kind is Kind.INTERNAL), key=str))
def test_an_internal_error_says_nothing_of_its_cause(error: type[DomainError]) -> None:
    response = json.loads(responses.error_response(error(name="VAULT_SECRET"), 500, Locale.EN_US, "id")["body"])

    assert response == {
        "errorProcessing": True,
        "message": "Something went wrong. Please try again later.",
        "statusCode": 500,
        "errorCode": "InternalError",
    }
