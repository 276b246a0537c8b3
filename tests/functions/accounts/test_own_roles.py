"""Nobody grants a role to themself, by no endpoint, in no role, under no spelling of their own address."""

import pytest

from functions.networkoperatorconsole.staff import enable_staff_access
from tests.factories import World, unique_name
from tests.functions.accounts.ways import GRANTS, NAMES
from tests.gateway import call
from vault.graph.connection import execute
from vault.graph.schema import Edge
from vault.graph.steps import __
from vault.kernel import ids
from vault.kernel.permissions import ROLE_PERMISSIONS, VENUE_ROLE_GRANT_PERMISSIONS, Role

GRANTING = sorted(
    role
    for role, held in ROLE_PERMISSIONS.items()
    if held & VENUE_ROLE_GRANT_PERMISSIONS and role is not Role.NETWORK_SOFTWARE_PROVIDER
)
SPELLINGS = {
    "as it is": str,
    "in capitals": str.upper,
    "with blanks": lambda email: f"  {email} ",
    "with a full-width domain": lambda email: email.replace("example", "ｅｘａｍｐｌｅ"),  # noqa: RUF001
}


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
@pytest.mark.parametrize("role", GRANTING)
@pytest.mark.parametrize("path", sorted({grant.endpoint.path for grant in GRANTS.values()}))
def test_nobody_appoints_themself(world: World, path: str, role: Role, spelling: str) -> None:
    endpoint = next(grant.endpoint for grant in GRANTS.values() if grant.endpoint.path == path)
    me, before = world.mine.people[role], count_roles(world.mine.people[role].token)
    body = {**NAMES, "EmailAddress": SPELLINGS[spelling](me.email), "VenueID": world.mine.venues[0].id}

    answer = call(endpoint, me.access_token, {**body, "Role": "VenueAdministrator"})

    may_call = endpoint.requires in ROLE_PERMISSIONS[role]
    assert (answer.status, answer.code) == (403, "OwnRole" if may_call else "AccessDenied")
    assert count_roles(me.token) == before


def test_an_administrator_cannot_grant_themself_an_operator_wide_role(world: World) -> None:
    me = world.mine.people["DomainAdministrator"]

    answer = call(
        enable_staff_access.handler, me.access_token, {**NAMES, "EmailAddress": me.email, "Role": "AccountManager"}
    )

    assert (answer.status, answer.code) == (403, "OwnRole")
    assert answer.body["message"] == "You cannot grant a role to yourself. Ask another administrator."


def test_the_providers_staff_cannot_appoint_their_own_address_at_an_operator(world: World) -> None:
    body = {**NAMES, "Role": "DomainAdministrator", "OperatorID": world.mine.operator.id}

    own = call(
        enable_staff_access.handler, world.provider.access_token, {**body, "EmailAddress": world.provider.email.upper()}
    )
    colleague = call(
        enable_staff_access.handler,
        world.provider.access_token,
        {**body, "EmailAddress": f"{unique_name('colleague')}@provider.example"},
    )

    assert [(own.status, own.code), (colleague.status, colleague.code)] == [(403, "OwnRole"), (200, "")]


def count_roles(token: str) -> int:
    return int(execute(__.V(ids.subscriber_id(token)).out_e(Edge.STAFF_OF).count())[0])
