"""A grant that replaces seen credentials, killed at each fault point, leaves its viewer nothing after the retry."""

from contextlib import suppress

import pytest

from tests.factories import Tenant, World, create_tenant, unique_name
from tests.faults.harness import Killed, inject_faults
from tests.functions.accounts.ways import CHOSEN, GRANTS, accept, add_resident, confirm_reset, sign_in
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __
from vault.kernel import ids
from vault.operators.service import get_keyring
from vault.people import codes
from vault.people import queries as people
from vault.people.model import Subscriber

GRANT = GRANTS["an administrator"]


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Watched"))


@pytest.mark.parametrize("is_accepted", [False, True])
def test_a_grant_killed_anywhere_leaves_the_viewer_nothing(own_operator: Tenant, *, is_accepted: bool) -> None:
    points = granted(own_operator, None, is_accepted=is_accepted)

    for point in range(points):
        granted(own_operator, point, is_accepted=is_accepted)


def granted(tenant: Tenant, point: int | None, *, is_accepted: bool) -> int:
    """The number of fault points of a grant, killed at one of them and then repeated."""
    email = f"{unique_name('seen')}@homes.example"
    shown = add_resident(tenant, "LeasingAgent", email).body
    token, code = shown["SubscriberToken"], shown["TemporaryPassword"]
    if is_accepted:
        accept(tenant, email, code)
    with inject_faults(point) as injector, suppress(Killed):
        GRANT.give(tenant, email)
    killed_with_role = bool(roles_of(token))
    if injector.is_killed:
        assert not (killed_with_role and gets_in(tenant, email, code, is_accepted=is_accepted))
        assert GRANT.give(tenant, email).status == 200
    assert roles_of(token) == ["DomainAdministrator"]
    assert not gets_in(tenant, email, code, is_accepted=is_accepted)
    fresh = current_code(tenant, token)
    answer = confirm_reset(tenant, token, fresh, CHOSEN + "x") if is_accepted else accept(tenant, email, fresh)
    assert answer.status == 200, answer.body
    return injector.points_passed


def gets_in(tenant: Tenant, email: str, code: str, *, is_accepted: bool) -> bool:
    """Whether the viewer's password, or else the code, opens the account."""
    return (sign_in(tenant, email) if is_accepted else accept(tenant, email, code)).status == 200


def roles_of(token: str) -> list[str]:
    return list(execute(__.V(ids.subscriber_id(token)).out_e(Edge.STAFF_OF).values(Prop.ROLE)))


def current_code(tenant: Tenant, token: str) -> str:
    person = Subscriber.from_row(execute(people.view(__.V(ids.subscriber_id(token))))[0])
    assert person.code
    return codes.unseal_code(get_keyring(tenant.operator), token, person.code)
