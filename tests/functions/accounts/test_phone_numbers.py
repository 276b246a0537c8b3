"""A phone number is one person's; unproven it is theirs for a day, and receives no code that resets a password."""

import pytest

from functions.networkoperatorconsole.subscribers import add_key, resend_code_for_t_and_c
from functions.subscriberconsole import accept_t_and_c, initiate_reset_console_password, login, update_pii
from local.system import System
from tests.factories import PASSWORD, Persona, World, accept_and_sign_in, add_staff, unique_name
from tests.functions.accounts.ways import GRANTS, add_resident, confirm_reset, newest_code
from tests.gateway import Answer, call
from tests.pending_residents import call_without_token, events_of, run_notifications_job, sms_to
from vault.adapters import cognito
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import P, __, with_properties, without_properties
from vault.kernel import ids
from vault.kernel.permissions import Role
from vault.operators.service import get_user_pool
from vault.people import queries

NUMBERS = (f"+1305555{number:04}" for number in range(5000, 6000))
WAYS = ("by the person", "by staff", "with the account")
DAY_MS = 24 * 3_600_000


@pytest.fixture
def number() -> str:
    return next(NUMBERS)


def set_own(world: World, number: str) -> tuple[Answer, str]:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    return change_own(person, number), person.token


def change_own(person: Persona, number: str) -> Answer:
    body = {"SubscriberToken": person.token, "PhoneNumber": number}
    return call(update_pii.handler, person.access_token, body)


def set_for(world: World, number: str) -> tuple[Answer, str]:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    body = {"SubscriberToken": person.token, "PhoneNumber": number}
    return call(update_pii.handler, world.mine.token("DomainAdministrator"), body), person.token


def add_with(world: World, number: str, **more: str) -> tuple[Answer, str]:
    body = {"PhoneNumber": number, "VenueID": world.mine.venues[0].id, **more}
    answer = call(add_key.handler, world.mine.token("DomainAdministrator"), body)
    return answer, str(answer.body.get("SubscriberToken"))


def claim(world: World, way: str, number: str) -> tuple[Answer, str]:
    """Let a new person have the number in this way; the answer and the person's SubscriberToken."""
    if way == "with the account":
        return add_with(world, number, EmailAddress=f"{unique_name('claims')}@homes.example")
    return (set_own if way == "by the person" else set_for)(world, number)


def identity_of(world: World, number: str) -> str:
    return queries.phone_identity(number, world.mine.operator)


def holder(world: World, number: str) -> str:
    return str(execute(queries.by_identity(identity_of(world, number)).values(Prop.TOKEN))[0])


def pass_a_day(world: World, number: str) -> None:
    claimed = __.V(identity_of(world, number)).has(Prop.CLAIMED_AT, P.gt(DAY_MS))
    execute(with_properties(claimed, **{Prop.CLAIMED_AT: 1}))


def prove(world: World, number: str) -> None:
    execute(without_properties(__.V(identity_of(world, number)), Prop.CLAIMED_AT))


def phone_in_cognito(world: World, token: str) -> str:
    user = cognito.get_user(get_user_pool(world.mine.operator), token)
    return user.attributes.get("phone_number", "") if user else ""


@pytest.mark.parametrize("first", WAYS)
@pytest.mark.parametrize("second", WAYS)
def test_an_unproven_number_is_taken_over_after_a_day_and_not_before(
    world: World, number: str, first: str, second: str
) -> None:
    _, loser = claim(world, first, number)
    before, _ = claim(world, second, number)

    pass_a_day(world, number)
    after, winner = claim(world, second, number)

    assert (before.status, before.code) == (400, refusal(second))
    assert (after.status, holder(world, number)) == (200, winner)
    assert (phone_in_cognito(world, loser), phone_in_cognito(world, winner)) == ("", number)
    assert events_of(loser).count("Phone number lost") == 1


def refusal(way: str) -> str:
    """With the account it is a number of somebody else than the address names."""
    return "ReferencesDisagree" if way == "with the account" else "PhoneNumberTaken"


@pytest.mark.parametrize("first", WAYS)
@pytest.mark.parametrize("second", WAYS)
def test_a_proven_number_stays(world: World, number: str, first: str, second: str) -> None:
    _, owner = claim(world, first, number)
    prove(world, number)

    answer, _ = claim(world, second, number)

    assert (answer.code, holder(world, number)) == (refusal(second), owner)


def test_an_unproven_number_signs_in_until_somebody_else_has_it(world: World, number: str) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    change_own(person, number)
    credentials = {"PhoneNumber": number, "Password": PASSWORD}
    pass_a_day(world, number)

    unproven = call_without_token(login.handler, world.mine, credentials)
    _, winner = set_for(world, number)
    taken = call_without_token(login.handler, world.mine, credentials)

    assert (unproven.status, unproven.body["SubscriberToken"]) == (200, person.token)
    assert taken.body["SubscriberToken"] == winner


def test_a_key_for_a_number_whose_claim_has_lapsed_is_a_new_persons(world: World, number: str) -> None:
    _, loser = set_own(world, number)
    pass_a_day(world, number)

    answer, token = add_with(world, number)

    assert (answer.status, token != loser) == (200, True)
    assert holder(world, number) == token


def test_no_reset_code_goes_to_a_number_that_the_person_set_and_has_not_proven(
    world: World, system: System, number: str
) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    change_own(person, number)
    body = {"SubscriberToken": person.token, "NotificationChannel": "sms"}

    call(initiate_reset_console_password.handler, person.access_token, body)
    mailed = newest_code(system, person.email)

    assert sms_to(number) == []
    assert len(mailed) == 8


@pytest.mark.parametrize("way", ["by the person, proven", "by staff"])
def test_a_reset_code_goes_to_any_other_number_and_proves_it(world: World, number: str, way: str) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    if way == "by staff":
        call(
            update_pii.handler,
            world.mine.token("DomainAdministrator"),
            {"SubscriberToken": person.token, "PhoneNumber": number},
        )
    else:
        change_own(person, number)
        prove(world, number)
    body = {"SubscriberToken": person.token, "NotificationChannel": "sms"}

    call(initiate_reset_console_password.handler, person.access_token, body)
    run_notifications_job()
    answer = confirm_reset(world.mine, person.token, sms_to(number)[-1].split()[-1], "By-short-message-1")

    assert answer.status == 200
    assert claimed_at(world, number) == []


def test_accepting_with_a_code_by_sms_proves_the_number(world: World, number: str) -> None:
    _, token = add_with(world, number)
    run_notifications_job()
    code = next(word for word in sms_to(number)[-1].split() if len(word.strip(".")) == 12).strip(".")
    proof = {"PhoneNumber": number, "TemporaryPassword": code, "NewPassword": unique_name("Chosen-")}

    answer = call_without_token(accept_t_and_c.handler, world.mine, proof)

    assert (answer.status, claimed_at(world, number)) == (200, [])
    assert "Phone number proven" in events_of(token)


def test_accepting_with_a_mailed_code_proves_no_number(world: World, system: System, number: str) -> None:
    email = f"{unique_name('mailed')}@homes.example"
    add_with(world, number, EmailAddress=email)
    proof = {
        "EmailAddress": email,
        "TemporaryPassword": newest_code(system, email),
        "NewPassword": unique_name("Chosen-"),
    }

    answer = call_without_token(accept_t_and_c.handler, world.mine, proof)

    assert (answer.status, len(claimed_at(world, number))) == (200, 1)


def test_a_code_that_an_earlier_number_received_proves_not_the_present_one(world: World, number: str) -> None:
    later, administrator = next(NUMBERS), world.mine.token("DomainAdministrator")
    _, token = add_with(world, number)
    run_notifications_job()
    call(update_pii.handler, administrator, {"SubscriberToken": token, "PhoneNumber": later})

    call(resend_code_for_t_and_c.handler, administrator, {"SubscriberToken": token, "NotificationChannel": "SMS"})
    run_notifications_job()

    assert sms_to(number)[-1] == sms_to(later)[-1]
    assert proves(token) == "nothing"


def test_a_number_of_before_counts_as_proven(world: World, number: str) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    change_own(person, number)
    execute(without_properties(__.V(identity_of(world, number)), Prop.CLAIMED_AT, Prop.SET_BY_HOLDER))

    answer, _ = set_own(world, number)

    assert (answer.code, holder(world, number)) == ("PhoneNumberTaken", person.token)


def test_a_person_changes_their_number_three_times_a_day(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)

    answers = [change_own(person, next(NUMBERS)) for _ in range(4)]

    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].code == "TooManyRequests"


def test_a_refused_number_counts_as_a_change(world: World, number: str) -> None:
    set_own(world, number)
    prove(world, number)
    person = add_staff(world.mine, Role.LEASING_AGENT)

    answers = [change_own(person, number) for _ in range(4)]

    assert [answer.status for answer in answers] == [400, 400, 400, 429]


def test_the_same_number_again_is_no_change(world: World, number: str) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)

    answers = [change_own(person, number) for _ in range(5)]

    assert [answer.status for answer in answers] == [200] * 5


def test_a_role_lets_numbers_that_were_set_by_a_viewers_session_count_as_unproven(world: World, number: str) -> None:
    """A viewer of the code may have proven a number of their own with it."""
    email = f"{unique_name('viewed')}@homes.example"
    add_resident(world.mine, "LeasingAgent", email)
    change_own(accept_and_sign_in(world.mine.operator, email), number)
    prove(world, number)

    GRANTS["support"].give(world.mine, email)

    assert len(claimed_at(world, number)) == 1


def claimed_at(world: World, number: str) -> list[int]:
    return list(execute(__.V(identity_of(world, number)).values(Prop.CLAIMED_AT)))


def proves(token: str) -> str:
    return str(execute(__.V(ids.subscriber_id(token)).values(Prop.CODE_PROVES))[0])


def test_external_ids_are_no_numbers(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    body = {"SubscriberToken": person.token, "externalSubscriberID": unique_name("Resident-")}
    call(update_pii.handler, world.mine.token("DomainAdministrator"), body)

    change_own(person, next(NUMBERS))

    named = __.V(ids.subscriber_id(person.token)).in_(Edge.IDENTIFIES).label()
    assert sorted(execute(named)) == [Label.EXTERNAL_SUBSCRIBER, Label.IDENTITY, Label.IDENTITY]
