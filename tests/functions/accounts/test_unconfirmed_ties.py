"""A tie that staff make to somebody who was there before gives a venue's staff nothing until it is confirmed."""

from collections.abc import Callable

import pytest

from functions.networkoperatorconsole.subscribers import add_key
from functions.networkoperatorconsole.venues import disable_staff_access as disable_at_venue
from functions.subscriberconsole import update_pii
from functions.venuemgmtconsole.staff import disable_staff_access
from functions.venuemgmtconsole.subscribers import add_subscriber, resend_code_for_t_and_c, validate_email_address
from tests.architecture.source import endpoints
from tests.factories import PASSWORD, Persona, Tenant, World, add_staff, unique_name
from tests.functions.accounts.ways import GRANTS, Grant, add_resident, sign_in, unconfirmed
from tests.gateway import Answer, call
from tests.pending_residents import events_of
from tests.radius_client import Device, House, create_house, request_access
from tests.residents import add_accepted_resident, passphrases_seen_by
from vault.graph.connection import execute
from vault.graph.schema import Label
from vault.graph.steps import __
from vault.kernel.permissions import Permission, Role

HERE = 0
"""The venue whose staff try; the person lives at the other one."""


def add_key_here(tenant: Tenant, person: Persona) -> Answer:
    body = {"EmailAddress": person.email, "VenueID": tenant.venues[HERE].id}
    return call(add_key.handler, tenant.token("DomainAdministrator"), body)


def granting(grant: Grant) -> Callable[[Tenant, Persona], Answer]:
    return lambda tenant, person: grant.give(tenant, person.email)


def adding(role: str) -> Callable[[Tenant, Persona], Answer]:
    return lambda tenant, person: add_resident(tenant, role, person.email, HERE)


TIES: dict[str, tuple[str, Callable[[Tenant, Persona], Answer]]] = {
    "a home, by an agent": (add_subscriber.handler.path, adding("LeasingAgent")),
    "a home, by the venue": (add_subscriber.handler.path, adding("VenueAdministrator")),
    "a home, by the operator": (add_subscriber.handler.path, adding("DomainAdministrator")),
    "a key": (add_key.handler.path, add_key_here),
    **{name: (grant.endpoint.path, granting(grant)) for name, grant in GRANTS.items() if grant.venue == HERE},
}
"""Each way in which staff tie a person to a venue, with its endpoint."""


def look_up(tenant: Tenant, person: Persona) -> object:
    body = {"EmailAddress": person.email}
    answer = call(validate_email_address.handler, tenant.token("VenueAdministrator"), body)
    return answer.body.get("SubscriberToken")


def change(tenant: Tenant, person: Persona) -> object:
    body = {"SubscriberToken": person.token, "contactpref_sms": False}
    return call(update_pii.handler, tenant.token("VenueAdministrator"), body).status


def add_again(tenant: Tenant, person: Persona) -> object:
    return add_resident(tenant, "VenueAdministrator", person.email, HERE).body.get("Status")


def resend(tenant: Tenant, person: Persona) -> object:
    body = {"SubscriberToken": person.token, "VenueID": tenant.venues[HERE].id}
    return call(resend_code_for_t_and_c.handler, tenant.token("LeasingAgent"), body).status


RIGHTS: dict[str, Callable[[Tenant, Persona], object]] = {
    "look up": look_up,
    "change": change,
    "add again": add_again,
    "resend": resend,
}
"""What a venue's staff may do with a person of theirs."""


def exercise_rights(tenant: Tenant, person: Persona) -> dict[str, object]:
    return {name: right(tenant, person) for name, right in RIGHTS.items()}


def test_the_ties_are_all_there_are() -> None:
    making = {
        path
        for path, each in endpoints().items()
        for reference in each.request.references.values()
        if reference.any_venue and "email_address" in reference.lookup.finders and each.command
        if each.requires is not Permission.PUBLIC
    }

    assert making == {path for path, _ in TIES.values()}


@pytest.mark.parametrize("tie", sorted(TIES))
def test_a_tie_gives_nothing_until_the_person_signs_in(world: World, tie: str) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[1])
    before = exercise_rights_of_strangers(world.mine, person)

    tied = TIES[tie][1](world.mine, person)
    meanwhile = exercise_rights_of_strangers(world.mine, person)
    sign_in(world.mine, person.email, PASSWORD)

    assert tied.status == 200, tied.body
    assert meanwhile == before
    assert change(world.mine, person) == 200
    assert look_up(world.mine, person) == person.token
    assert unconfirmed(person) == []
    assert events_of(person.token).count("Tie confirmed") == 1


def exercise_rights_of_strangers(tenant: Tenant, person: Persona) -> dict[str, object]:
    """All rights but adding again, which would tie the person itself."""
    return {name: right(tenant, person) for name, right in RIGHTS.items() if name != "add again"}


def test_a_stranger_is_seen_as_one_by_every_right(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[1])
    add_resident(world.mine, "LeasingAgent", person.email, HERE)

    seen = exercise_rights(world.mine, person)

    assert seen == {"look up": None, "change": 404, "add again": None, "resend": 404}


def test_a_confirmed_resident_is_seen_by_every_right(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[1])
    add_resident(world.mine, "LeasingAgent", person.email, HERE)
    sign_in(world.mine, person.email, PASSWORD)

    seen = exercise_rights(world.mine, person)

    assert seen == {"look up": person.token, "change": 200, "add again": "In Service", "resend": 200}


def test_somebody_new_by_the_call_is_confirmed_at_once(world: World) -> None:
    email = f"{unique_name('fresh')}@homes.example"

    added = add_resident(world.mine, "LeasingAgent", email, HERE)

    person = Persona(added.body["SubscriberToken"], email, "")
    assert unconfirmed(person) == []
    assert change(world.mine, person) == 200


def test_a_tie_of_ones_own_needs_no_confirmation(world: World) -> None:
    agent = add_staff(world.mine, Role.LEASING_AGENT, world.mine.venues[HERE])
    body = {"EmailAddress": agent.email, "UnitID_internal": world.mine.units[HERE]}

    call(add_subscriber.handler, agent.access_token, body)

    assert unconfirmed(agent) == []


def test_an_operator_wide_role_waits_for_nobody(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[1])

    GRANTS["support"].give(world.mine, person.email)

    assert unconfirmed(person) == []


def test_the_operators_staff_see_and_change_an_unconfirmed_person(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[1])
    add_resident(world.mine, "LeasingAgent", person.email, HERE)
    body = {"SubscriberToken": person.token, "GivenName": "Kim"}

    answer = call(update_pii.handler, world.mine.token("DomainAdministrator"), body)

    assert answer.status == 200


def test_a_session_of_before_confirms_nothing(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[1])
    add_resident(world.mine, "LeasingAgent", person.email, HERE)

    call(update_pii.handler, person.access_token, {"SubscriberToken": person.token, "contactpref_sms": True})

    assert unconfirmed(person) == [world.mine.venues[HERE].id]


@pytest.mark.parametrize("endpoint", [disable_staff_access.handler, disable_at_venue.handler])
def test_an_unconfirmed_role_can_be_removed(world: World, endpoint: object) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[1])
    GRANTS["a colleague"].give(world.mine, person.email)
    named = {"EmailAddress": person.email, "StaffEmailAddress": person.email, "Role": "VenueAdministrator"}
    role = "VenueAdministrator" if endpoint is disable_staff_access.handler else "DomainAdministrator"

    answer = call(endpoint, world.mine.token(role), {**named, "VenueID": world.mine.venues[HERE].id})

    assert answer.status == 200, answer.body


def test_a_sign_in_writes_only_while_a_tie_waits(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[1])
    add_resident(world.mine, "LeasingAgent", person.email, HERE)

    written = [writes_of(lambda: sign_in(world.mine, person.email, PASSWORD)) for _ in range(2)]

    assert written == [1, 0]


def writes_of(step: Callable[[], object]) -> int:
    """The number of writes to the graph that leave an outbox record."""
    records = __.V().has_label(Label.OUTBOX).count()
    before = int(execute(records)[0])
    step()
    return int(execute(__.V().has_label(Label.OUTBOX).count())[0]) - before


@pytest.fixture(scope="module")
def house(world: World) -> House:
    return create_house(world.mine)


def tie_to(house: House, person: Persona, **more: str) -> None:
    body = {"EmailAddress": person.email, "UnitID_internal": house.unit, **more}
    assert call(add_subscriber.handler, house.tenant.token("DomainAdministrator"), body).status == 200


def test_a_device_that_joins_confirms(world: World, house: House) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[1])
    tie_to(house, person)
    device = Device(passphrases_seen_by(person, VenueID=house.venue.id)[0], house.ssid)

    answers = [request_access(world.mine, device.by_ruckus()) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    assert unconfirmed(person) == []
    assert events_of(person.token).count("Tie confirmed") == 1


def test_a_key_that_staff_chose_confirms_nothing(world: World, house: House) -> None:
    person, chosen = add_accepted_resident(world.mine, world.mine.units[1]), unique_name("Chosen-by-staff-")
    tie_to(house, person, NewKey=chosen)

    answer = request_access(world.mine, Device(chosen, house.ssid).by_ruckus())

    assert answer.status == 200
    assert unconfirmed(person) == [house.venue.id]


def test_a_join_elsewhere_confirms_nothing(world: World, house: House) -> None:
    person, device = house.add_resident()
    add_resident(world.mine, "LeasingAgent", person.email, HERE)

    request_access(world.mine, device.by_ruckus())

    assert unconfirmed(person) == [world.mine.venues[HERE].id]
