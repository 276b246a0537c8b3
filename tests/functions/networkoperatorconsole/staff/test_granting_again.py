"""A role that was removed can be granted again, under the same id."""

from functions.networkoperatorconsole.venues import (
    disable_service_plan,
    disable_staff_access,
    enable_service_plan,
    enable_staff_access,
)
from tests.factories import World, add_plan, unique_name
from tests.gateway import call


def test_a_role_can_be_granted_revoked_and_granted_again(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), world.mine.venues[0].id
    grant = {
        "VenueID": venue,
        "Role": "LeasingAgent",
        "EmailAddress": f"{unique_name('again')}@x.example",
        "GivenName": "Bo",
    }
    revoke = {"VenueID": venue, "Role": "LeasingAgent", "RevocationReason": "RoleChange"}
    revoke["StaffEmailAddress"] = grant["EmailAddress"]

    granted = [
        call(enable_staff_access.handler, token, grant),
        call(disable_staff_access.handler, token, revoke),
        call(enable_staff_access.handler, token, grant),
    ]

    assert [answer.status for answer in granted] == [200, 200, 200]


def test_a_plan_can_be_offered_again(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), world.mine.venues[0]
    body = {"VenueID": venue.id, "ServicePlanID": add_plan(world.mine, unique_name("Again"), venue)}

    withdrawn = call(disable_service_plan.handler, token, body)
    offered = call(enable_service_plan.handler, token, body)

    assert (withdrawn.status, offered.status) == (200, 200)
