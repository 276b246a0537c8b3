"""Changing a person's data."""

import pytest

from functions.subscriberconsole import login, update_pii
from tests.factories import PASSWORD, Persona, World, add_staff
from tests.gateway import Answer, call
from tests.pending_residents import (
    add_pending_resident,
    attributes_in_cognito,
    call_without_token,
    events_of,
    move_in,
    person_properties,
    set_person,
)
from tests.radius_client import SESSIONS_CONTINUE
from vault.adapters import cognito
from vault.graph.connection import execute as found
from vault.graph.schema import Edge
from vault.graph.steps import __
from vault.kernel import ids
from vault.kernel.errors import Unavailable
from vault.kernel.permissions import Role
from vault.people import service as people


def change(world: World, role: str, token: str, **fields: object) -> Answer:
    return call(update_pii.handler, world.mine.token(role), {"SubscriberToken": token, **fields})


def own(person: Persona, **fields: object) -> Answer:
    return call(update_pii.handler, person.access_token, {"SubscriberToken": person.token, **fields})


def identities(token: str) -> int:
    return len(found(__.V(ids.subscriber_id(token)).in_(Edge.IDENTIFIES).id_()))


def test_a_person_changes_their_own_profile(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    people.get_profile(world.mine.operator, person.token)

    answer = own(person, GivenName="Zoë", FamilyName="O'Neill-Núñez", contactpref_sms=True, locale="es-xl")

    assert (answer.status, answer.body["message"]) == (200, "")
    profile = people.get_profile(world.mine.operator, person.token)
    assert (profile.given_name, profile.family_name) == ("Zoë", "O'Neill-Núñez")
    kept = person_properties(person.token)
    assert (kept["contactpref_sms"], kept["locale"]) == (True, "es-xl")
    assert "Profile updated" in events_of(person.token)


def test_a_new_phone_number_signs_in_and_the_old_one_no_more(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)

    answers = [own(person, PhoneNumber=number) for number in ("+1-305-555-0110", "(305) 555-0111")]

    assert [answer.status for answer in answers] == [200, 200]
    assert attributes_in_cognito(world.mine, person.token)["phone_number"] == "+13055550111"
    assert identities(person.token) == 2
    tried = [
        call_without_token(login.handler, world.mine, {"PhoneNumber": number, "Password": PASSWORD}).status
        for number in ("+13055550110", "+13055550111")
    ]
    assert tried == [401, 200]


def test_a_phone_number_is_one_persons(world: World) -> None:
    add_pending_resident(world.mine, phone="+13055550112")
    person = add_staff(world.mine, Role.LEASING_AGENT)

    answer = own(person, PhoneNumber="+13055550112")

    assert (answer.status, answer.code) == (400, "PhoneNumberTaken")
    assert "phone_number" not in attributes_in_cognito(world.mine, person.token)


def test_the_same_number_may_be_another_operators_too(world: World) -> None:
    add_pending_resident(world.other, phone="+13055550113")

    answer = own(add_staff(world.mine, Role.LEASING_AGENT), PhoneNumber="+13055550113")

    assert answer.status == 200


def test_a_retry_completes_a_new_number_that_died_before_cognito(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    own(person, PhoneNumber="+13055550114")
    with monkeypatch.context() as patch:
        patch.setattr(cognito, "update_user", dies)
        assert own(person, PhoneNumber="+13055550115").status == 503

    answer = own(person, PhoneNumber="+13055550116")

    assert answer.status == 200
    assert attributes_in_cognito(world.mine, person.token)["phone_number"] == "+13055550116"
    assert identities(person.token) == 2


def dies(*_: object) -> None:
    raise Unavailable(service="test")


@pytest.mark.parametrize("number", ["+1", "12345"])
def test_a_number_that_is_none_is_refused(world: World, number: str) -> None:
    answer = own(world.mine.people["LeasingAgent"], PhoneNumber=number)

    assert (answer.status, answer.code) == (400, "PhoneNumberInvalid")


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "", "x" * 51])
def test_a_name_that_is_none_is_refused(world: World, name: str) -> None:
    answer = own(world.mine.people["LeasingAgent"], GivenName=name)

    assert (answer.status, answer.code) == (400, "PersonNameInvalid")


@pytest.mark.parametrize(("field", "value"), [("externalSubscriberID", "A-1"), ("Status", "Suspended")])
def test_a_person_changes_neither_their_external_id_nor_their_status(world: World, field: str, value: str) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    before = person_properties(person.token)

    answer = own(person, **{field: value, "contactpref_sms": True})

    assert (answer.status, answer.code) == (403, "FieldNotYours")
    assert answer.body["message"] == f"You may not change {field}."
    assert person_properties(person.token) == before


def test_the_administrator_changes_everything(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)

    answer = change(
        world, "DomainAdministrator", person.token, GivenName="Kim", externalSubscriberID="A-17", Status="Suspended"
    )

    assert (answer.status, answer.body["message"]) == (200, SESSIONS_CONTINUE)
    kept = person_properties(person.token)
    assert (kept["external_subscriber_id"], kept["status"]) == ("A-17", "Suspended")
    assert attributes_in_cognito(world.mine, person.token)["given_name"] == "Kim"


def test_the_venues_administrator_changes_preferences_of_its_residents_only(world: World) -> None:
    resident, stranger = add_pending_resident(world.mine), add_pending_resident(world.mine)
    move_in(resident.token, world.mine.units[0])
    move_in(stranger.token, world.mine.units[1])

    answers = [
        change(world, "VenueAdministrator", resident.token, contactpref_sms=True),
        change(world, "VenueAdministrator", resident.token, GivenName="Kim"),
        change(world, "VenueAdministrator", stranger.token, contactpref_sms=True),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [
        (200, ""),
        (403, "FieldNotYours"),
        (404, "PersonNotFound"),
    ]
    assert person_properties(resident.token)["contactpref_sms"] is True


@pytest.mark.parametrize("role", ["AccountManager", "CustomerSupport", "LeasingAgent", "SIEMAdministrator"])
def test_other_roles_find_nobody_but_themselves(world: World, role: str) -> None:
    answer = change(world, role, world.mine.people["DomainAdministrator"].token, contactpref_sms=True)

    assert (answer.status, answer.code) == (404, "PersonNotFound")


def test_another_operators_person_is_not_there(world: World) -> None:
    answer = change(world, "DomainAdministrator", world.other.people["LeasingAgent"].token, GivenName="Kim")

    assert (answer.status, answer.code) == (404, "PersonNotFound")


@pytest.mark.parametrize("said", ["Active", "In Service"])
def test_who_was_suspended_is_in_service_again(world: World, said: str) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    set_person(person.token, status="Suspended")

    answer = change(world, "DomainAdministrator", person.token, Status=said)

    assert (answer.status, person_properties(person.token)["status"]) == (200, "In Service")


def test_no_status_passes_over_the_terms(world: World) -> None:
    accepted, newcomer = add_staff(world.mine, Role.LEASING_AGENT), add_pending_resident(world.mine)

    answers = [
        change(world, "DomainAdministrator", token, Status=status)
        for token, status in (
            (newcomer.token, "Active"),
            (accepted.token, "AUP not accepted"),
            (accepted.token, "Unknown"),
        )
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(400, "StatusNotPossible")] * 3


def test_nothing_given_changes_nothing(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)

    answer = own(person)

    assert (answer.status, "Profile updated" in events_of(person.token)) == (200, False)
