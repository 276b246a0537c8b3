"""A person whose Cognito user is gone: every call that sets a password or adds them creates it again."""

import pytest

from functions.networkoperatorconsole.subscribers import add_key
from functions.subscriberconsole import accept_t_and_c, logout, update_pii
from tests.factories import Tenant, World, add_staff
from tests.functions.accounts.ways import (
    CHOSEN,
    GRANTS,
    accept,
    add_resident,
    confirm_reset,
    has_proven_address,
    sign_in,
)
from tests.gateway import call
from tests.pending_residents import add_pending_resident, attributes_in_cognito, call_without_token, set_person
from vault.adapters.aws import client
from vault.kernel.permissions import Role
from vault.operators.service import get_keyring, get_user_pool
from vault.people import codes


def lose_user(tenant: Tenant, token: str) -> None:
    client("cognito-idp").admin_delete_user(UserPoolId=get_user_pool(tenant.operator).id, Username=token)


def test_accepting_the_terms_creates_the_user_with_the_address_that_the_call_names(world: World) -> None:
    person = add_pending_resident(world.mine)
    lose_user(world.mine, person.token)

    answer = accept(world.mine, person.email, person.temporary_password)

    assert answer.status == 200
    assert attributes_in_cognito(world.mine, person.token)["email"] == person.email
    assert has_proven_address(world.mine, person.token)
    assert sign_in(world.mine, person.email).status == 200


def test_accepting_by_number_creates_the_user_with_the_number(world: World) -> None:
    person = add_pending_resident(world.mine, phone="+13055550190")
    lose_user(world.mine, person.token)
    proof = {"PhoneNumber": "(305) 555-0190", "TemporaryPassword": person.temporary_password, "NewPassword": CHOSEN}

    answer = call_without_token(accept_t_and_c.handler, world.mine, proof)

    assert (answer.status, attributes_in_cognito(world.mine, person.token)["phone_number"]) == (200, "+13055550190")


@pytest.mark.parametrize("way", ["addSubscriber", "addKey", "enableStaffAccess"])
def test_adding_the_person_again_creates_the_user(world: World, way: str) -> None:
    person = add_pending_resident(world.mine)
    lose_user(world.mine, person.token)

    again = {
        "addSubscriber": lambda: add_resident(world.mine, "LeasingAgent", person.email),
        "addKey": lambda: call(
            add_key.handler,
            world.mine.token("DomainAdministrator"),
            {"EmailAddress": person.email, "VenueID": world.mine.venues[0].id},
        ),
        "enableStaffAccess": lambda: GRANTS["support"].give(world.mine, person.email),
    }[way]()

    assert again.status == 200, again.body
    assert attributes_in_cognito(world.mine, person.token)["email"] == person.email


def test_a_reset_by_code_creates_the_user(world: World) -> None:
    person = add_pending_resident(world.mine)
    accept(world.mine, person.email, person.temporary_password)
    lose_user(world.mine, person.token)
    sealed = codes.seal_code(get_keyring(world.mine.operator), person.token, codes.RESET_CODE, "BCDFGHJK")
    set_person(person.token, **{str(name): value for name, value in sealed.items()})

    answer = confirm_reset(world.mine, person.token, "BCDFGHJK", "Another-one-2")

    assert answer.status == 200
    assert sign_in(world.mine, person.email, "Another-one-2").status == 200


def test_changing_their_names_finds_nobody(world: World) -> None:
    person = add_pending_resident(world.mine)
    lose_user(world.mine, person.token)

    answer = call(
        update_pii.handler,
        world.mine.token("DomainAdministrator"),
        {"SubscriberToken": person.token, "GivenName": "Kim"},
    )

    assert (answer.status, answer.code) == (404, "PersonNotFound")


def test_signing_out_works_without_the_user(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    lose_user(world.mine, person.token)

    answer = call(logout.handler, person.access_token, {"VenueID": world.mine.venues[0].id})

    assert answer.status == 200
