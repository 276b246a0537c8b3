"""Codes sent to residents by the venue's staff."""

import pytest

from functions.venuemgmtconsole.subscribers import resend_code_for_t_and_c
from local.system import System
from tests.factories import World, add_staff
from tests.gateway import Answer, call
from tests.pending_residents import (
    PendingResident,
    add_pending_resident,
    code_in,
    mails_to,
    move_in,
    run_notifications_job,
    set_person,
)
from vault.kernel.permissions import Role


def resident(world: World, home: int = 0, **more: str) -> PendingResident:
    person = add_pending_resident(world.mine, **more)
    move_in(person.token, world.mine.units[home])
    return person


def resend(world: World, role: str, at: int = 0, **body: str) -> Answer:
    full = {"VenueID": world.mine.venues[at].id, **body}
    return call(resend_code_for_t_and_c.handler, world.mine.token(role), full)


@pytest.mark.parametrize("role", ["VenueAdministrator", "LeasingAgent", "CustomerSupport", "DomainAdministrator"])
def test_a_resident_gets_the_same_temporary_password_again(world: World, system: System, role: str) -> None:
    person = resident(world)

    answer = resend(world, role, EmailAddress=person.email, NotificationChannel="email")
    run_notifications_job()

    assert (answer.status, answer.body["message"]) == (200, "")
    assert [code_in(mail) for mail in mails_to(system, person.email)] == [person.temporary_password] * 2


def test_phone_and_token_name_a_resident_too(world: World) -> None:
    person = resident(world, phone="+13055550171")

    answers = [
        resend(world, "LeasingAgent", **body)
        for body in ({"PhoneNumber": person.phone}, {"SubscriberToken": person.token})
    ]

    assert [answer.status for answer in answers] == [200, 200]


@pytest.mark.parametrize("role", ["VenueAdministrator", "DomainAdministrator"])
def test_who_lives_elsewhere_is_not_there(world: World, role: str) -> None:
    person = resident(world, home=1)

    answer = resend(world, role, EmailAddress=person.email)

    assert (answer.status, answer.code) == (404, "PersonNotFound")


def test_who_only_works_there_is_not_there(world: World) -> None:
    colleague = add_staff(world.mine, Role.LEASING_AGENT)

    answer = resend(world, "VenueAdministrator", SubscriberToken=colleague.token)

    assert (answer.status, answer.code) == (404, "PersonNotFound")


def test_another_venue_is_not_theirs(world: World) -> None:
    person = resident(world, home=1)

    answer = resend(world, "VenueAdministrator", at=1, EmailAddress=person.email)

    assert (answer.status, answer.code) == (404, "VenueNotFound")


def test_an_account_manager_may_not(world: World) -> None:
    answer = resend(world, "AccountManager", EmailAddress=resident(world).email)

    assert (answer.status, answer.code) == (403, "AccessDenied")


def test_a_suspended_resident_is_sent_nothing(world: World) -> None:
    person = resident(world)
    set_person(person.token, status="Suspended")

    answer = resend(world, "LeasingAgent", EmailAddress=person.email)

    assert answer.body["message"].startswith("No notification was sent")


def test_codes_for_one_resident_are_limited(world: World) -> None:
    person = resident(world)

    answers = [resend(world, "LeasingAgent", EmailAddress=person.email) for _ in range(6)]

    assert (answers[5].status, answers[5].code) == (429, "TooManyRequests")
