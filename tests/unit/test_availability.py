"""Texts of a person that are not available: null in an answer that says so, not left out."""

import json
from typing import Any

import pytest

from vault.kernel.locales import Locale
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.person_text import PersonText
from vault.people.availability import is_anybody_unavailable, tolerate_cognito_outage
from vault.runtime import responses
from vault.runtime.models import Response


class Answered(Response):
    email_address: PersonText
    leasing_agents: list[PersonText]
    venue_type: str | None = None


def body_of(response: Response, locale: Locale = Locale.EN_US) -> Any:
    return json.loads(responses.success_response(response, locale, "id")["body"])


def test_a_text_that_is_not_available_is_null_and_what_is_absent_is_left_out() -> None:
    body = body_of(Answered.from_value(email_address=None, leasing_agents=[None, "ada@metro.example"]))

    assert (body["EmailAddress"], body["LeasingAgents"]) == (None, [None, "ada@metro.example"])
    assert "VenueType" not in body


@pytest.mark.parametrize("email", ["", "ada@metro.example"])
def test_a_text_that_is_available_stays_as_it_is(email: str) -> None:
    assert body_of(Answered.from_value(email_address=email, leasing_agents=[]))["EmailAddress"] == email


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (Message.NONE, "The names of some people are not available at the moment."),
        (Message.UNIT_ADDED, "Unit added. The names of some people are not available at the moment."),
    ],
)
def test_an_answer_remarks_that_somebody_is_not_named(message: Message, said: str) -> None:
    with tolerate_cognito_outage() as tokens:
        tokens.add("token")
        body = body_of(Response(message=text(message)))

    assert body["message"] == said


def test_an_answer_in_which_everybody_is_named_has_no_remark() -> None:
    with tolerate_cognito_outage():
        body = body_of(Response(message=text(Message.UNIT_ADDED)))

    assert (body["message"], is_anybody_unavailable()) == ("Unit added.", False)
