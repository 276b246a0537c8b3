"""Removing venue roles from the venue's console."""

import pytest

from functions.venuemgmtconsole.staff.disable_staff_access import handler
from tests.factories import Persona, World, add_staff
from tests.gateway import call
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __
from vault.kernel import ids
from vault.kernel.permissions import Role


def named(person: Persona, by: str) -> dict[str, str]:
    return {"EmailAddress": person.email} if by == "EmailAddress" else {"SubscriberToken": person.token}


@pytest.mark.parametrize("by", ["EmailAddress", "SubscriberToken"])
def test_somebody_named_either_way_loses_every_role_at_the_venue(world: World, by: str) -> None:
    venue, gone = world.mine.venues[0], add_staff(world.mine, Role.LEASING_AGENT)

    done = call(handler, world.mine.token("VenueAdministrator"), {"VenueID": venue.id, **named(gone, by)})

    assert (done.status, done.body["message"]) == (200, "Operation complete. ")
    assert execute(__.V(ids.subscriber_id(gone.token)).out_e(Edge.STAFF_OF).id_()) == []
    assert execute(__.V(venue.id).values(Prop.CHANGED_AT))


def test_nobody_removes_themself(world: World) -> None:
    me = world.mine.people["VenueAdministrator"]

    refused = call(handler, me.access_token, {"VenueID": world.mine.venues[0].id, "EmailAddress": me.email})

    assert (refused.status, refused.code) == (400, "OwnAccess")


def test_who_is_not_staff_there_has_nothing_to_lose(world: World) -> None:
    elsewhere = add_staff(world.mine, Role.LEASING_AGENT, world.mine.venues[1])
    body = {"VenueID": world.mine.venues[0].id, "EmailAddress": elsewhere.email}

    by_operator = call(handler, world.mine.token("DomainAdministrator"), body)
    by_venue = call(handler, world.mine.token("VenueAdministrator"), body)

    assert (by_operator.status, by_operator.code) == (404, "RoleNotHeld")
    assert (by_venue.status, by_venue.code) == (404, "PersonNotFound")


def test_another_operators_venue_is_not_there(world: World) -> None:
    body = {"VenueID": world.other.venues[0].id, "EmailAddress": world.mine.people["LeasingAgent"].email}

    refused = call(handler, world.mine.token("DomainAdministrator"), body)

    assert (refused.status, refused.code) == (404, "VenueNotFound")
