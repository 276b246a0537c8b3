"""Granting venue roles from the operator's console."""

import pytest

from functions.networkoperatorconsole.venues.enable_staff_access import handler
from tests.factories import World, unique_name
from tests.gateway import call
from vault.graph.connection import execute
from vault.graph.schema import Edge
from vault.graph.steps import __
from vault.kernel import ids


@pytest.mark.parametrize("by", ["DomainAdministrator", "AccountManager", "CustomerSupport"])
def test_a_venue_role_is_granted_and_the_person_said_back(world: World, by: str) -> None:
    venue, email = world.mine.venues[1], f"{unique_name('lee')}@staff.example"
    body = {"VenueID": venue.id, "Role": "LeasingAgent", "EmailAddress": email.upper(), "GivenName": "Lee"}

    made = call(handler, world.mine.token(by), {**body, "locale": "es-MX"})

    said = {name: made.body[name] for name in ("EmailAddress", "GivenName", "FamilyName", "locale")}
    assert said == {"EmailAddress": email, "GivenName": "Lee", "FamilyName": "", "locale": "es-xl"}
    assert execute(__.V(ids.subscriber_id(made.body["SubscriberToken"])).out(Edge.STAFF_OF).id_()) == [venue.id]


def test_an_operator_wide_role_is_none_of_a_venue(world: World) -> None:
    body = {"VenueID": world.mine.venues[0].id, "Role": "DomainAdministrator", "EmailAddress": "x@staff.example"}

    refused = call(handler, world.mine.token("DomainAdministrator"), {**body, "GivenName": "X"})

    assert (refused.status, refused.code) == (400, "FieldInvalid")


def test_another_operators_venue_is_not_there(world: World) -> None:
    body = {"VenueID": world.other.venues[0].id, "Role": "LeasingAgent", "EmailAddress": "x@staff.example"}

    refused = call(handler, world.mine.token("DomainAdministrator"), {**body, "GivenName": "X"})

    assert (refused.status, refused.code) == (404, "VenueNotFound")
