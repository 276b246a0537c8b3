"""Models check their fields against the vocabulary, and collect references."""

from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from vault.callers.references import RawReference
from vault.kernel.contact import EmailAddress, EmailAddressInvalid, PersonName40, PersonNameInvalid
from vault.kernel.locales import Locale
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.time import DateTimeInvalid, Instant
from vault.runtime.models import Request, Response, Wire, errors_of_type
from vault.venues.references import VenueOrExternalRef, VenueRef


class AtVenue(Request):
    venue: VenueOrExternalRef
    unit_count: int = 0


class Counted(Response):
    unit_count: int | None = None


class Named(Wire):
    venue_id: str


class CountedAt(Counted):
    venue: Named


def test_a_field_that_the_vocabulary_lacks_fails_at_once() -> None:
    with pytest.raises(KeyError):
        type("Wrong", (Wire,), {"__annotations__": {"colour": str}})


def test_a_field_of_another_type_than_the_vocabularys_fails_at_once() -> None:
    with pytest.raises(TypeError, match="the vocabulary says int"):
        type("Wrong", (Wire,), {"__annotations__": {"vlan": str}, "__module__": __name__})


def test_the_fields_of_a_reference_are_gathered_under_its_name() -> None:
    body = AtVenue.model_validate({"VenueID": "a", "externalVenueID": "b", "UnitCount": 3})

    assert body.venue == RawReference({"venue_id": "a", "external_venue_id": "b"})
    assert body.unit_count == 3


def test_empty_texts_and_null_name_nothing() -> None:
    body = AtVenue.model_validate({"VenueID": "", "externalVenueID": "b"})

    assert body.venue == RawReference({"external_venue_id": "b"})
    with pytest.raises(ValidationError):
        AtVenue.model_validate({"VenueID": None, "externalVenueID": ""})


@pytest.mark.parametrize("value", [{"venue_id": "a"}, ["a"], "a", 7])
def test_a_reference_cannot_be_given_by_its_own_name(value: object) -> None:
    with pytest.raises(ValidationError):
        AtVenue.model_validate({"venue": value})


def test_an_answer_takes_the_values_attributes_by_the_names_of_its_fields() -> None:
    found = SimpleNamespace(unit_count=3, colour="red", message=b"something else", venue=SimpleNamespace(venue_id="a"))

    answer = CountedAt.from_value(found, message=text(Message.UNIT_ADDED))

    assert (answer.unit_count, answer.venue.venue_id, answer.message) == (3, "a", text(Message.UNIT_ADDED))


def test_members_come_before_values_and_values_in_their_order() -> None:
    first, second = {"unit_count": 1}, SimpleNamespace(unit_count=2, venue=Named.from_value(venue_id="b"))

    answers = [CountedAt.from_value(first, second), CountedAt.from_value(first, second, unit_count=3)]

    assert [(answer.unit_count, answer.venue.venue_id) for answer in answers] == [(1, "b"), (3, "b")]


def test_an_answer_without_a_needed_member_is_refused() -> None:
    with pytest.raises(ValidationError):
        CountedAt.from_value(SimpleNamespace(unit_count=3))


def test_an_answer_has_no_members_that_are_no_fields() -> None:
    with pytest.raises(TypeError, match="Counted has no colour"):
        Counted.from_value(colour="red")


@pytest.mark.parametrize("body", [{"UnitCount": "3"}, {"UnitCount": True}, {"UnitCount": 3.5}, {"UnitCount": None}])
def test_numbers_are_numbers(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AtVenue.model_validate({"VenueID": "a", **body})


def test_a_request_knows_its_references() -> None:
    class Two(Request):
        venue: VenueRef

    assert (list(AtVenue.references), list(Two.references)) == (["venue"], ["venue"])
    assert Two.references["venue"].by == ("venue_id",)


def test_a_request_knows_what_its_fields_refuse_however_deep_they_lie() -> None:
    class Inner(Wire):
        start: Instant

    class Outer(Request):
        email_address: EmailAddress
        given_name: PersonName40 | None = None
        data: list[Inner] | None = None

    assert [*errors_of_type(Outer)] == [EmailAddressInvalid, PersonNameInvalid, DateTimeInvalid]


@pytest.mark.parametrize(("locale", "said"), [(Locale.EN_US, "Unit added."), (Locale.ES_XL, "Unidad agregada.")])
def test_an_answer_speaks_the_callers_language_and_leaves_out_what_is_absent(locale: Locale, said: str) -> None:
    body = Counted(message=text(Message.UNIT_ADDED)).model_dump(
        mode="json", by_alias=True, exclude_none=True, context={"locale": locale}
    )

    assert body == {"message": said, "errorProcessing": False}


def test_an_unknown_text_is_an_error_at_once() -> None:
    with pytest.raises(KeyError):
        text("message.never_said")
