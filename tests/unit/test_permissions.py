"""The map from roles to permissions, and a caller's scope in it."""

import pytest

from vault.callers.model import CallContext, Grant, RadiusServer, RequestInfo, Scope, SignedInUser
from vault.graph.schema import Label, Prop
from vault.graph.steps import T
from vault.kernel.permissions import (
    OPERATOR_ROLES,
    RADIUS_SERVER_PERMISSIONS,
    REGION_PERMISSIONS,
    ROLE_PERMISSIONS,
    VENUE_ROLES,
    Permission,
    Role,
)
from vault.operators.model import Operator


def operator(name: str, label: str = Label.OPERATOR) -> Operator:
    given = (
        Prop.NAME,
        Prop.ISSUER,
        Prop.USER_POOL_ID,
        Prop.CLIENT_ID,
        Prop.CLIENT_SECRET,
        Prop.DATA_KEY,
        Prop.INDEX_KEY,
    )
    return Operator.from_row({T.id: name, T.label: label, **dict.fromkeys(given, "x")})


def caller(*grants: Grant, home: Operator | None = None) -> CallContext:
    own = home or operator("mine")
    return CallContext(SignedInUser("token", "", "", 0, own, frozenset(grants)), own, RequestInfo("test"))


def test_every_role_has_its_permissions() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)


@pytest.mark.parametrize("permission", [one for one in Permission if one is not Permission.PUBLIC])
def test_a_permission_is_a_thing_and_an_action_that_somebody_holds(permission: Permission) -> None:
    assert permission.count(":") == 1
    assert any(
        permission in held for held in (*ROLE_PERMISSIONS.values(), RADIUS_SERVER_PERMISSIONS, REGION_PERMISSIONS)
    )


def test_nobody_holds_what_is_public() -> None:
    assert not any(Permission.PUBLIC in held for held in ROLE_PERMISSIONS.values())


def test_the_security_administrator_may_nothing_of_itself() -> None:
    assert ROLE_PERMISSIONS[Role.SIEM_ADMINISTRATOR] == frozenset()


def test_secrets_are_the_domain_administrators() -> None:
    assert [role for role, held in ROLE_PERMISSIONS.items() if Permission.SECRETS_READ in held] == [
        Role.DOMAIN_ADMINISTRATOR
    ]


def test_a_role_is_the_operators_or_a_venues() -> None:
    assert not OPERATOR_ROLES & VENUE_ROLES


def test_an_operators_role_reaches_everything_of_the_operator() -> None:
    scope = caller(Grant(Role.DOMAIN_ADMINISTRATOR, "mine")).scope(Permission.VENUES_CREATE)

    assert scope.operator


def test_a_venue_role_reaches_its_venue() -> None:
    scope = caller(Grant(Role.LEASING_AGENT, "venue")).scope(Permission.RESIDENTS_ADD)

    assert scope == Scope(venues=frozenset({"venue"}))


def test_two_roles_do_not_lend_each_other_their_places() -> None:
    grants = Grant(Role.LEASING_AGENT, "first"), Grant(Role.VENUE_ADMINISTRATOR, "second")

    scope = caller(*grants).scope(Permission.VENUE_LOG_READ)

    assert scope == Scope(venues=frozenset({"second"}))


def test_somebody_without_a_role_reaches_the_own_record_alone() -> None:
    assert caller().scope(Permission.ACCOUNT_KEYS) == Scope(self=True)
    assert not caller().scope(Permission.VENUES_READ)


def test_nobody_reaches_nothing() -> None:
    visitor = CallContext(None, operator("mine"), RequestInfo("test"))

    assert not visitor.scope(Permission.ACCOUNT_KEYS)
    assert not visitor.has_permission(Permission.VENUES_READ)


def test_the_providers_role_at_an_operator_makes_nobody_the_providers_staff() -> None:
    grant = Grant(Role.NETWORK_SOFTWARE_PROVIDER, "mine")
    impostor, own = caller(grant).user, caller(grant, home=operator("mine", Label.PROVIDER)).user

    assert impostor
    assert own
    assert (impostor.is_provider_staff, own.is_provider_staff) == (False, True)


def test_a_radius_server_authenticates_devices_and_may_nothing_else() -> None:
    home = operator("mine")
    asking = CallContext(None, home, RequestInfo("test"), server=RadiusServer("server", home, (), "", "", None))

    assert [permission for permission in Permission if asking.has_permission(permission)] == [
        Permission.DEVICES_AUTHENTICATE
    ]
    assert not any(Permission.DEVICES_AUTHENTICATE in held for held in ROLE_PERMISSIONS.values())
