"""Granting roles from the operator's console."""

import pytest

from functions.networkoperatorconsole.staff.enable_staff_access import handler
from tests.factories import Tenant, World, unique_name
from tests.gateway import Answer, call
from vault.adapters import queue
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __
from vault.kernel import ids

WIDE = ("DomainAdministrator", "SIEMAdministrator", "AccountManager", "CustomerSupport")
NAMES = {"GivenName": "Jennifer", "FamilyName": "Williams"}


def granted(tenant: Tenant, by: str, role: str, **more: str) -> Answer:
    body = {**NAMES, "EmailAddress": f"{unique_name('jen')}@staff.example", "Role": role, **more}
    return call(handler, tenant.token(by), body)


def roles_of(token: str) -> list[str]:
    return sorted(execute(__.V(ids.subscriber_id(token)).out_e(Edge.STAFF_OF).values(Prop.ROLE)))


@pytest.mark.parametrize("role", WIDE)
def test_a_domain_administrator_grants_every_operator_wide_role(world: World, role: str) -> None:
    made = granted(world.mine, "DomainAdministrator", role)

    assert (made.status, made.body["message"]) == (200, "Staff access has been enabled successfully.")
    assert made.body["data"]["Roles"] == roles_of(made.body["data"]["SubscriberToken"]) == [role]
    assert made.body["SupportedLocales"] == {"en-us": "English (US)", "es-xl": "Spanish (Latin America)"}


@pytest.mark.parametrize("by", ["DomainAdministrator", "AccountManager", "CustomerSupport", "VenueAdministrator"])
@pytest.mark.parametrize("role", ["VenueAdministrator", "LeasingAgent"])
def test_venue_roles_are_granted_at_a_venue(world: World, by: str, role: str) -> None:
    made = granted(world.mine, by, role, VenueID=world.mine.venues[0].id)

    assert (made.status, made.body["data"]["Roles"]) == (200, [role])


@pytest.mark.parametrize("by", ["AccountManager", "CustomerSupport", "VenueAdministrator"])
@pytest.mark.parametrize("role", WIDE)
def test_only_a_domain_administrator_grants_operator_wide_roles(world: World, by: str, role: str) -> None:
    refused = granted(world.mine, by, role)

    assert (refused.status, refused.code) == (403, "RoleNotYours")


def test_a_venue_administrator_grants_at_the_own_venue_only(world: World) -> None:
    refused = granted(world.mine, "VenueAdministrator", "LeasingAgent", VenueID=world.mine.venues[1].id)

    assert (refused.status, refused.code) == (404, "VenueNotFound")


def test_a_venue_role_needs_a_venue(world: World) -> None:
    refused = granted(world.mine, "DomainAdministrator", "LeasingAgent")

    assert (refused.status, refused.code) == (400, "VenueNeeded")


def test_an_operator_wide_role_needs_names(world: World) -> None:
    refused = granted(world.mine, "DomainAdministrator", "AccountManager", FamilyName="")
    unnamed = {"EmailAddress": f"{unique_name('jen')}@staff.example", "Role": "AccountManager"}

    without = call(handler, world.mine.token("DomainAdministrator"), unnamed)

    assert refused.status == 400
    assert (without.status, without.code) == (400, "NamesNeeded")


def test_nothing_is_granted_without_a_role(world: World) -> None:
    body = {**NAMES, "EmailAddress": f"{unique_name('jen')}@staff.example"}

    refused = call(handler, world.mine.token("DomainAdministrator"), body)

    assert (refused.status, refused.code) == (400, "FieldMissing")


def test_a_new_person_is_welcomed_and_a_known_one_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(queue, "send", lambda messages: sent.extend(str(each["template"]) for each in messages))
    token, body = (
        world.mine.token("DomainAdministrator"),
        {**NAMES, "EmailAddress": f"{unique_name('jen')}@staff.example"},
    )

    call(handler, token, {**body, "Role": "AccountManager"})
    both = call(handler, token, {**body, "Role": "CustomerSupport"})

    assert sent == ["welcome", "staff_access"]
    assert both.body["data"]["Roles"] == ["AccountManager", "CustomerSupport"]


def test_a_role_granted_again_is_held_once(world: World) -> None:
    token, body = (
        world.mine.token("DomainAdministrator"),
        {**NAMES, "EmailAddress": f"{unique_name('jen')}@staff.example"},
    )

    first, second = (call(handler, token, {**body, "Role": "AccountManager"}) for _ in range(2))

    assert first.body["data"] == second.body["data"]
    assert roles_of(first.body["data"]["SubscriberToken"]) == ["AccountManager"]


@pytest.mark.parametrize("named", ["Domain", "OperatorID"])
def test_the_providers_staff_names_the_operator_by_its_domain_or_id(world: World, named: str) -> None:
    place = {"Domain": "rival.example", "OperatorID": world.other.operator.id}[named]
    body = {**NAMES, "EmailAddress": f"{unique_name('jen')}@staff.example", "Role": "DomainAdministrator", named: place}

    made = call(handler, world.provider.access_token, body)
    again = call(handler, world.provider.access_token, body)

    person = ids.subscriber_id(made.body["data"]["SubscriberToken"])
    assert execute(__.V(person).out(Edge.BELONGS_TO).id_()) == [world.other.operator.id]
    assert again.body["data"] == made.body["data"]


def test_another_operators_domain_is_not_obeyed(world: World) -> None:
    refused = granted(world.mine, "DomainAdministrator", "DomainAdministrator", Domain="rival.example")

    assert (refused.status, refused.code) == (404, "OperatorNotFound")
