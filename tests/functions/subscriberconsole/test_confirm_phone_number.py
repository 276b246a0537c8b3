"""Proving a phone number from within the account."""

import pytest

from functions.subscriberconsole import confirm_phone_number, update_pii
from tests.factories import Persona, World, add_staff
from tests.gateway import Answer, call
from tests.pending_residents import events_of, run_notifications_job, set_person, sms_to
from vault.kernel.permissions import Role

NUMBERS = (f"+1305555{number:04}" for number in range(4000, 5000))


def confirm(person: Persona, **fields: str) -> Answer:
    return call(confirm_phone_number.handler, person.access_token, fields)


@pytest.fixture
def number() -> str:
    return next(NUMBERS)


@pytest.fixture
def person(world: World, number: str) -> Persona:
    """Somebody who has set a number that they have not proven."""
    added = add_staff(world.mine, Role.LEASING_AGENT)
    set_number(added, number)
    return added


def set_number(person: Persona, number: str) -> None:
    body = {"SubscriberToken": person.token, "PhoneNumber": number}
    assert call(update_pii.handler, person.access_token, body).status == 200


def code_by_sms(person: Persona, number: str) -> str:
    assert confirm(person).body["message"] == "A code was sent to your phone number by SMS."
    run_notifications_job()
    return sms_to(number)[-1].split()[-1]


def test_a_code_by_sms_proves_the_number(person: Persona, number: str) -> None:
    code = code_by_sms(person, number)

    answer = confirm(person, OTP=code)

    assert (answer.status, answer.body["message"]) == (200, "Your phone number is confirmed.")
    assert "Phone number proven" in events_of(person.token)
    assert confirm(person).body["message"] == "There is no phone number to confirm."


def test_a_wrong_code_is_refused_and_counted(person: Persona, number: str) -> None:
    code = code_by_sms(person, number)

    refused = [confirm(person, OTP="BBBBBBBB") for _ in range(5)]

    assert {(answer.status, answer.code) for answer in refused} == {(401, "CodeRefused")}
    assert confirm(person, OTP=code).code == "CodeRefused"


def test_a_code_that_another_number_received_does_not_prove_this_one(person: Persona, number: str) -> None:
    code, other = code_by_sms(person, number), next(NUMBERS)
    set_number(person, other)

    before = confirm(person, OTP=code)
    fresh = code_by_sms(person, other)

    assert (before.code, fresh != code) == ("CodeRefused", True)
    assert confirm(person, OTP=fresh).status == 200


def test_a_code_is_sent_five_times_in_a_quarter_of_an_hour(person: Persona) -> None:
    answers = [confirm(person) for _ in range(6)]

    assert [answer.status for answer in answers] == [200] * 5 + [429]


def test_a_suspended_person_proves_nothing(person: Persona) -> None:
    set_person(person.token, status="Suspended")

    answer = confirm(person)

    assert answer.code == "AccessDenied"
