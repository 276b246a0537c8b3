"""Sending codes to persons."""

import pytest

from functions.subscriberconsole import initiate_reset_console_password as initiate
from local.system import System
from tests.factories import Persona, World, add_staff
from tests.gateway import Answer, call
from tests.pending_residents import (
    add_pending_resident,
    code_in,
    events_of,
    mails_to,
    messages_waiting,
    run_notifications_job,
    set_person,
    sms_to,
)
from vault.kernel.permissions import Role


def start(world: World, role: str, token: str, channel: str | None = None) -> Answer:
    more = {"NotificationChannel": channel} if channel else {}
    return call(initiate.handler, world.mine.token(role), {"SubscriberToken": token, **more})


def own(person: Persona) -> Answer:
    return call(initiate.handler, person.access_token, {"SubscriberToken": person.token})


def test_a_code_of_eight_characters_is_mailed(world: World, system: System) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)

    answer = own(person)
    run_notifications_job()

    assert (answer.status, answer.body["statusCode"]) == (200, 200)
    assert answer.body["message"] == "Password reset code sent successfully"
    assert len(code_in(mails_to(system, person.email)[-1])) == 8
    assert "Code sent" in events_of(person.token)


def test_a_live_code_is_sent_again_unchanged(world: World, system: System) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)

    for _ in range(2):
        own(person)
    run_notifications_job()

    first, second = (code_in(mail) for mail in mails_to(system, person.email)[-2:])
    assert first == second


def test_an_expired_code_is_replaced(world: World, system: System) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    own(person)
    run_notifications_job()
    set_person(person.token, code_expires_at=1)

    own(person)
    run_notifications_job()

    first, second = (code_in(mail) for mail in mails_to(system, person.email)[-2:])
    assert first != second


def test_who_has_yet_to_accept_gets_the_welcome_again(world: World, system: System) -> None:
    person = add_pending_resident(world.mine)

    answer = start(world, "DomainAdministrator", person.token)
    run_notifications_job()

    assert answer.body["message"] == "Welcome notification resent successfully"
    codes = {code_in(mail) for mail in mails_to(system, person.email)}
    assert codes == {person.temporary_password}


def test_a_code_goes_by_sms_where_that_is_asked_for(world: World) -> None:
    person = add_pending_resident(world.mine, phone="+13055550177")

    start(world, "DomainAdministrator", person.token, "sms")
    run_notifications_job()

    assert person.temporary_password in sms_to(person.phone)[-1]


def test_a_suspended_person_is_sent_nothing(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    set_person(person.token, status="Suspended")

    refused, answer = own(person), start(world, "DomainAdministrator", person.token)

    assert (refused.status, refused.code) == (403, "AccessDenied")
    assert (answer.status, answer.body["message"]) == (
        200,
        "No notification was sent: the account is not in service.",
    )
    response = [
        message["template"] for message in messages_waiting("notifications") if message["person"] == person.token
    ]
    assert "password_reset" not in response


@pytest.mark.parametrize("role", ["VenueAdministrator", "AccountManager", "CustomerSupport", "LeasingAgent"])
def test_nobody_but_the_administrator_starts_it_for_others(world: World, role: str) -> None:
    answer = start(world, role, world.mine.people["DomainAdministrator"].token)

    assert (answer.status, answer.code) == (404, "PersonNotFound")


def test_another_operators_person_is_not_there(world: World) -> None:
    answer = start(world, "DomainAdministrator", world.other.people["LeasingAgent"].token)

    assert (answer.status, answer.code) == (404, "PersonNotFound")


def test_codes_for_one_person_are_limited(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)

    answers = [own(person) for _ in range(6)]

    assert [answer.status for answer in answers] == [200] * 5 + [429]
    assert answers[5].code == "TooManyRequests"
    assert int(answers[5].headers["Retry-After"]) > 0


def test_a_channel_that_is_none_is_refused(world: World) -> None:
    answer = start(world, "DomainAdministrator", world.mine.people["LeasingAgent"].token, "pigeon")

    assert (answer.status, answer.code) == (400, "FieldInvalid")
