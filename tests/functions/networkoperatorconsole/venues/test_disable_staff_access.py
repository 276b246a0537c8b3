"""Removing a venue role from the operator's console, immediately or later."""

import datetime as dt

import pytest

from functions.jobs import remove_staff
from functions.networkoperatorconsole.venues.disable_staff_access import handler
from tests.factories import Persona, World, add_staff
from tests.gateway import Answer, Context, call
from vault.adapters import queue
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.permissions import Role
from vault.kernel.time import epoch_ms, from_wire, now, to_wire


def revoked(world: World, gone: Persona, role: str = "LeasingAgent", **more: object) -> Answer:
    body = {"VenueID": world.mine.venues[0].id, "StaffEmailAddress": gone.email, "Role": role}
    reason = {"RevocationReason": "RoleChange", "AuditNotes": "Case 12"}
    return call(handler, world.mine.token("DomainAdministrator"), {**body, **reason, **more})


def holds(gone: Persona) -> list[str]:
    return execute(__.V(ids.subscriber_id(gone.token)).out_e(Edge.STAFF_OF).values(Prop.ROLE))


def test_a_role_goes_at_once(world: World) -> None:
    gone, venue = add_staff(world.mine, Role.LEASING_AGENT), world.mine.venues[0]

    done = revoked(world, gone)

    assert (done.status, done.body["success"], holds(gone)) == (200, True, [])
    assert done.body["staffMember"]["Role"] == "LeasingAgent"
    assert done.body["venue"] == {"VenueID": venue.id, "VenueName": venue.name}
    assert (done.body["audit"]["RevocationReason"], done.body["audit"]["AuditNotes"]) == ("RoleChange", "Case 12")


def test_a_role_goes_when_its_time_has_come_and_not_before(world: World) -> None:
    gone = add_staff(world.mine, Role.LEASING_AGENT)
    planned = revoked(world, gone, EffectiveDate=to_wire(now() + dt.timedelta(days=3)))
    remove_staff.handler({}, Context())
    before = holds(gone)

    execute(with_properties(__.V(planned.body["revocationId"]), **{Prop.DUE_AT: 1}))
    remove_staff.handler({}, Context())

    assert planned.body["message"] == "Staff access will be disabled on the effective date."
    assert (before, holds(gone)) == (["LeasingAgent"], [])


def test_a_removal_that_was_scheduled_goes_with_the_role(world: World) -> None:
    gone = add_staff(world.mine, Role.LEASING_AGENT)
    planned = revoked(world, gone, EffectiveDate=to_wire(now() + dt.timedelta(days=3)))

    revoked(world, gone)

    assert execute(__.V(planned.body["revocationId"]).id_()) == []


@pytest.mark.parametrize("role", ["VenueAdministrator", "CustomerService", "MaintenanceStaff"])
def test_a_role_that_is_not_held_cannot_go(world: World, role: str) -> None:
    member = add_staff(world.mine, Role.LEASING_AGENT)

    refused = revoked(world, member, role)

    assert (refused.status, refused.code) == (404, "RoleNotHeld")


def test_nobody_removes_themself(world: World) -> None:
    refused = revoked(world, world.mine.people["DomainAdministrator"])

    assert (refused.status, refused.code) == (400, "OwnAccess")


def test_an_unknown_address_is_nobody(world: World) -> None:
    refused = revoked(world, world.other.people["LeasingAgent"])

    assert (refused.status, refused.code) == (404, "PersonNotFound")


def test_another_operators_venue_is_not_there(world: World) -> None:
    refused = revoked(world, world.mine.people["LeasingAgent"], VenueID=world.other.venues[0].id)

    assert (refused.status, refused.code) == (404, "VenueNotFound")


def test_a_removal_scheduled_again_goes_by_the_later_call(world: World) -> None:
    gone = add_staff(world.mine, Role.LEASING_AGENT)
    times = [to_wire(now() + dt.timedelta(days=days)) for days in (3, 9)]

    first, second = (revoked(world, gone, EffectiveDate=when) for when in times)

    assert execute(__.V(first.body["revocationId"]).id_()) == []
    assert execute(__.V(second.body["revocationId"]).values(Prop.DUE_AT)) == [epoch_ms(from_wire(times[1]))]


def test_the_person_is_told_by_the_channels_that_are_wanted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    monkeypatch.setattr(queue, "send", lambda messages: sent.extend(each["channel"] for each in messages))
    silent = {"contactpref_email": False, "contactpref_sms": False}

    for preferences in (silent, {"contactpref_sms": True}):
        revoked(world, add_staff(world.mine, Role.LEASING_AGENT), NotificationPreferences=preferences)

    assert [channel for channel in sent if channel] == ["email", "sms"]
