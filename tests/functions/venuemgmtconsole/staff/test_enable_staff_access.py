"""Granting venue roles from the venue's console."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.venuemgmtconsole.staff.enable_staff_access import handler
from tests.factories import World, unique_name
from tests.gateway import call


@pytest.mark.parametrize("by", ["VenueAdministrator", "DomainAdministrator"])
def test_a_venue_administrator_makes_staff_of_the_own_venue(world: World, by: str) -> None:
    email = f"{unique_name('lee')}@staff.example"
    body = {"VenueID": world.mine.venues[0].id, "Role": "VenueAdministrator", "EmailAddress": email}

    made = call(handler, world.mine.token(by), {**body, "GivenName": "Lee", "FamilyName": "O'Hara"})

    assert (made.status, made.body["EmailAddress"], made.body["FamilyName"]) == (200, email, "O'Hara")
    assert made.body["dateAddedUTC"].endswith("Z")


def test_a_resident_can_become_staff_and_stays_the_same_person(world: World) -> None:
    me = world.mine.people["LeasingAgent"]
    body = {"VenueID": world.mine.venues[0].id, "Role": "VenueAdministrator", "EmailAddress": me.email}

    made = call(handler, world.mine.token("DomainAdministrator"), {**body, "GivenName": "Pat", "FamilyName": "Lee"})

    assert made.body["SubscriberToken"] == me.token


def test_two_identical_calls_at_once_make_one_person(world: World) -> None:
    body = {
        "VenueID": world.mine.venues[0].id,
        "Role": "LeasingAgent",
        "EmailAddress": f"{unique_name('lee')}@staff.example",
    }
    named = {**body, "GivenName": "Lee", "FamilyName": "Lee"}

    with ThreadPoolExecutor(3) as threads:
        token = world.mine.token("VenueAdministrator")
        answers = list(threads.map(lambda _: call(handler, token, named), range(3)))

    assert [each.status for each in answers] == [200] * 3
    assert len({each.body["SubscriberToken"] for each in answers}) == 1


def test_another_venue_is_not_there(world: World) -> None:
    body = {"VenueID": world.mine.venues[1].id, "Role": "LeasingAgent", "EmailAddress": "x@staff.example"}

    refused = call(handler, world.mine.token("VenueAdministrator"), {**body, "GivenName": "X", "FamilyName": "Y"})

    assert (refused.status, refused.code) == (404, "VenueNotFound")
