"""Codes sent to subscribers by the operator's staff."""

import pytest

from functions.networkoperatorconsole.subscribers import resend_code_for_t_and_c
from local.system import System
from tests.factories import World, add_staff
from tests.gateway import Answer, call
from tests.pending_residents import (
    PendingResident,
    add_pending_resident,
    code_in,
    mails_to,
    run_notifications_job,
    set_person,
    sms_to,
)
from vault.kernel.permissions import Role


def resend(world: World, role: str = "CustomerSupport", **body: str) -> Answer:
    return call(resend_code_for_t_and_c.handler, world.mine.token(role), body)


def named(person: PendingResident, name: str) -> dict[str, str]:
    return {name: {"SubscriberToken": person.token, "EmailAddress": person.email, "PhoneNumber": person.phone}[name]}


@pytest.mark.parametrize(
    ("name", "phone"),
    [("SubscriberToken", "+13055550161"), ("EmailAddress", "+13055550162"), ("PhoneNumber", "+13055550163")],
)
def test_a_newcomer_gets_the_same_temporary_password_again(world: World, system: System, name: str, phone: str) -> None:
    person = add_pending_resident(world.mine, phone=phone)

    answer = resend(world, **named(person, name), NotificationChannel="EMAIL")
    run_notifications_job()

    assert (answer.status, answer.body["statusCode"]) == (200, 200)
    assert answer.body["message"] == "Password reset notification sent successfully"
    assert [code_in(mail) for mail in mails_to(system, person.email)] == [person.temporary_password] * 2


def test_who_has_accepted_gets_a_reset_code(world: World, system: System) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)

    resend(world, "DomainAdministrator", SubscriberToken=person.token)
    run_notifications_job()

    assert len(code_in(mails_to(system, person.email)[-1])) == 8


def test_sms_is_a_channel(world: World) -> None:
    person = add_pending_resident(world.mine, phone="+13055550164")

    resend(world, SubscriberToken=person.token, NotificationChannel="SMS")
    run_notifications_job()

    assert person.temporary_password in sms_to(person.phone)[-1]


def test_a_suspended_person_is_sent_nothing(world: World) -> None:
    person = add_pending_resident(world.mine)
    set_person(person.token, status="Suspended")

    answer = resend(world, SubscriberToken=person.token)

    assert answer.body["message"].startswith("No notification was sent")


@pytest.mark.parametrize("role", ["AccountManager", "VenueAdministrator", "LeasingAgent", "SIEMAdministrator"])
def test_other_roles_may_not(world: World, role: str) -> None:
    answer = resend(world, role, SubscriberToken=world.mine.people["LeasingAgent"].token)

    assert (answer.status, answer.code) == (403, "AccessDenied")


def test_another_operators_subscriber_is_not_there(world: World) -> None:
    person = world.other.people["LeasingAgent"]

    answers = [resend(world, SubscriberToken=person.token), resend(world, EmailAddress=person.email)]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "PersonNotFound")] * 2


def test_codes_for_one_person_are_limited(world: World) -> None:
    person = add_pending_resident(world.mine)

    answers = [resend(world, SubscriberToken=person.token) for _ in range(6)]

    assert (answers[5].status, answers[5].code) == (429, "TooManyRequests")
