"""Every way to an account, and every way to a role, in both orders: a code that others saw opens no role for them."""

import pytest

from functions.networkoperatorconsole.subscribers import add_key
from functions.subscriberconsole import list_keys
from local.system import System
from tests.architecture.source import endpoints
from tests.factories import Tenant, World, accept_and_sign_in, create_tenant, unique_name
from tests.functions.accounts.ways import (
    GRANTS,
    GRANTS_OF_VIEWERS,
    accept,
    access_token,
    add_resident,
    confirm_reset,
    has_proven_address,
    newest_code,
    sign_in,
)
from tests.gateway import call
from tests.pending_residents import events_of, person_properties, set_person
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, without_properties
from vault.kernel import ids
from vault.kernel.permissions import VENUE_ROLE_GRANT_PERMISSIONS
from vault.people.grantable_roles import ANY_VENUE, OPERATOR_WIDE, GrantableRoles

SEEN = [
    (viewer, grant, grant not in GRANTS_OF_VIEWERS[viewer]) for viewer in sorted(GRANTS_OF_VIEWERS) for grant in GRANTS
]
NEXT = "Only-mine-2-know"


@pytest.fixture(scope="module")
def tenant(world: World) -> Tenant:
    """An operator whose staff have no other roles than their own."""
    assert world
    return create_tenant(unique_name("Guarded"))


def address() -> str:
    return f"{unique_name('account')}@homes.example"


def test_the_ways_are_all_there_are() -> None:
    shows = {path for path, each in endpoints().items() if "temporary_password" in each.response.model_fields}
    grants = {path for path, each in endpoints().items() if each.requires in VENUE_ROLE_GRANT_PERMISSIONS}

    assert shows == {"/venuemgmtconsole/subscribers/addSubscriber"}
    assert grants == {grant.endpoint.path for grant in GRANTS.values()}


@pytest.mark.parametrize(("viewer", "grant", "is_replaced"), SEEN)
def test_a_shown_code_ends_where_its_viewer_could_not_grant_the_role(
    tenant: Tenant, viewer: str, grant: str, *, is_replaced: bool
) -> None:
    email = address()
    shown = add_resident(tenant, viewer, email).body

    granted = GRANTS[grant].give(tenant, email)

    assert granted.status == 200, granted.body
    assert ("Credentials replaced" in events_of(shown["SubscriberToken"])) == is_replaced
    assert accept(tenant, email, shown["TemporaryPassword"]).status == (401 if is_replaced else 200)


@pytest.mark.parametrize(("viewer", "grant", "is_replaced"), SEEN)
def test_a_session_by_a_shown_code_ends_where_its_viewer_could_not_grant_the_role(
    tenant: Tenant, viewer: str, grant: str, *, is_replaced: bool
) -> None:
    email = address()
    shown = add_resident(tenant, viewer, email).body
    accept(tenant, email, shown["TemporaryPassword"])
    session = access_token(tenant, email)

    granted = GRANTS[grant].give(tenant, email)

    assert granted.status == 200, granted.body
    assert call(list_keys.handler, session).status == (401 if is_replaced else 200)
    assert sign_in(tenant, email).status == (401 if is_replaced else 200)


def test_the_mail_has_the_code_that_takes_the_place_of_a_temporary_password(tenant: Tenant, system: System) -> None:
    email = address()
    shown = add_resident(tenant, "LeasingAgent", email).body

    GRANTS["an administrator"].give(tenant, email)
    mailed = newest_code(system, email)

    assert mailed != shown["TemporaryPassword"]
    assert accept(tenant, email, mailed).status == 200
    assert has_proven_address(tenant, shown["SubscriberToken"])


def test_the_mail_has_the_code_that_takes_the_place_of_a_password(tenant: Tenant, system: System) -> None:
    email = address()
    shown = add_resident(tenant, "LeasingAgent", email).body
    accept(tenant, email, shown["TemporaryPassword"])

    GRANTS["an administrator"].give(tenant, email)

    assert confirm_reset(tenant, shown["SubscriberToken"], newest_code(system, email), NEXT).status == 200
    assert sign_in(tenant, email, NEXT).status == 200


@pytest.mark.parametrize("viewer", sorted(GRANTS_OF_VIEWERS))
@pytest.mark.parametrize("grant", sorted(GRANTS))
def test_nobody_is_shown_the_code_of_somebody_with_a_role(tenant: Tenant, viewer: str, grant: str) -> None:
    email = address()
    GRANTS[grant].give(tenant, email)

    added = add_resident(tenant, viewer, email)

    assert (added.status, added.body.get("TemporaryPassword")) == (200, None)


@pytest.mark.parametrize("grant", sorted(GRANTS))
def test_a_code_that_the_mail_alone_carried_is_left_alone(tenant: Tenant, system: System, grant: str) -> None:
    email = address()
    body = {"EmailAddress": email, "VenueID": tenant.venues[0].id}
    assert call(add_key.handler, tenant.token("DomainAdministrator"), body).status == 200
    mailed = newest_code(system, email)

    GRANTS[grant].give(tenant, email)

    assert accept(tenant, email, mailed).status == 200


def test_who_used_a_mailed_code_keeps_password_and_session(tenant: Tenant, system: System) -> None:
    email = address()
    shown = add_resident(tenant, "LeasingAgent", email).body
    set_person(shown["SubscriberToken"], code_expires_at=1)
    assert accept(tenant, email, shown["TemporaryPassword"]).code == "TemporaryPasswordExpired"
    accept(tenant, email, newest_code(system, email))
    session = access_token(tenant, email)

    GRANTS["an administrator"].give(tenant, email)

    assert call(list_keys.handler, session).status == 200
    assert has_proven_address(tenant, shown["SubscriberToken"])


def test_a_shown_code_proves_no_address(tenant: Tenant) -> None:
    email = address()
    shown = add_resident(tenant, "DomainAdministrator", email).body

    accept(tenant, email, shown["TemporaryPassword"])

    assert not has_proven_address(tenant, shown["SubscriberToken"])


def test_what_all_viewers_could_grant_counts(tenant: Tenant) -> None:
    email = address()
    token = add_resident(tenant, "DomainAdministrator", email).body["SubscriberToken"]

    for viewer in ("VenueAdministrator", "LeasingAgent", "DomainAdministrator"):
        add_resident(tenant, viewer, email)

    assert person_properties(token)["code_viewers_grant"] == ""


def test_a_role_granted_again_replaces_nothing_again(tenant: Tenant, system: System) -> None:
    email = address()
    token = add_resident(tenant, "LeasingAgent", email).body["SubscriberToken"]

    for _ in range(2):
        GRANTS["support"].give(tenant, email)

    assert events_of(token).count("Credentials replaced") == 1
    assert accept(tenant, email, newest_code(system, email)).status == 200
    assert has_proven_address(tenant, token)


def test_somebody_of_before_was_shown_to_nobody(tenant: Tenant) -> None:
    email = address()
    token = add_resident(tenant, "LeasingAgent", email).body["SubscriberToken"]
    person = accept_and_sign_in(tenant.operator, email)
    forget_viewers(token)

    GRANTS["an administrator"].give(tenant, email)

    assert call(list_keys.handler, person.access_token).status == 200


def forget_viewers(token: str) -> None:
    execute(without_properties(__.V(ids.subscriber_id(token)), Prop.VIEWERS_GRANT, Prop.CODE_PROVES))


ALL, VENUES = GrantableRoles(frozenset({OPERATOR_WIDE, ANY_VENUE})), GrantableRoles(frozenset({ANY_VENUE}))
ONE, NONE = GrantableRoles(frozenset({"one"})), GrantableRoles(frozenset())


@pytest.mark.parametrize(
    ("one", "another", "both"),
    [
        (ALL, VENUES, VENUES),
        (ALL, ONE, ONE),
        (VENUES, ONE, ONE),
        (ONE, GrantableRoles(frozenset({"one", "two"})), ONE),
        (ONE, GrantableRoles(frozenset({"two"})), NONE),
        (ALL, NONE, NONE),
    ],
)
def test_two_may_both_grant_what_each_may(one: GrantableRoles, another: GrantableRoles, both: GrantableRoles) -> None:
    assert one & another == both
    assert another & one == both
    assert GrantableRoles.from_text(both.to_text()) == both
