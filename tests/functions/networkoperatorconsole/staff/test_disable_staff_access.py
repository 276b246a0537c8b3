"""Removing operator-wide roles."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.networkoperatorconsole.equipment.list_service_plans import handler as list_plans
from functions.networkoperatorconsole.staff.disable_staff_access import handler
from tests.factories import World, add_staff, create_tenant, unique_name
from tests.gateway import call
from vault.graph.connection import execute
from vault.graph.transaction import Transaction
from vault.kernel.permissions import Role
from vault.people import queries as people
from vault.staff import queries


def test_every_operator_wide_role_goes_at_once(world: World) -> None:
    gone = add_staff(world.mine, Role.CUSTOMER_SUPPORT)
    body = {"EmailAddress": f" {gone.email.upper()} "}

    disabled = call(handler, world.mine.token("DomainAdministrator"), body)

    assert (disabled.status, disabled.body["RolesRemoved"]) == (200, ["CustomerSupport"])
    assert (disabled.body["EmailAddress"], disabled.body["OperatorID"]) == (gone.email, world.mine.operator.id)
    assert call(list_plans, gone.access_token).status == 403


def test_nobody_removes_themself(world: World) -> None:
    me = world.mine.people["DomainAdministrator"]

    refused = call(handler, me.access_token, {"EmailAddress": me.email})

    assert (refused.status, refused.code) == (400, "OwnAccess")


def test_who_has_no_operator_wide_role_has_none_to_lose(world: World) -> None:
    body = {"EmailAddress": world.mine.people["LeasingAgent"].email}

    refused = call(handler, world.mine.token("DomainAdministrator"), body)

    assert (refused.status, refused.code) == (404, "RoleNotHeld")


def test_an_unknown_address_is_nobody(world: World) -> None:
    refused = call(handler, world.mine.token("DomainAdministrator"), {"EmailAddress": "nobody@metro.example"})

    assert (refused.status, refused.code) == (404, "PersonNotFound")


@pytest.mark.usefixtures("world")
def test_the_last_administrator_stays_even_if_the_caller_loses_the_role_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = create_tenant(unique_name("Small"))
    me, last = made.people["DomainAdministrator"], add_staff(made, Role.DOMAIN_ADMINISTRATOR)
    root, commit = f"root@{made.origin.removeprefix('https://')}", Transaction.commit
    call(handler, me.access_token, {"EmailAddress": root})

    def late(self: Transaction) -> None:
        execute(queries.revoke(me.token, Role.DOMAIN_ADMINISTRATOR, made.operator.id)[0])
        commit(self)

    monkeypatch.setattr(Transaction, "commit", late)
    refused = call(handler, me.access_token, {"EmailAddress": last.email})

    assert (refused.status, refused.code) == (400, "LastAdministrator")


@pytest.mark.usefixtures("world")
def test_two_administrators_who_remove_each_other_at_once_leave_one() -> None:
    made = create_tenant(unique_name("Small"))
    one, two = made.people["DomainAdministrator"], add_staff(made, Role.DOMAIN_ADMINISTRATOR)
    call(handler, one.access_token, {"EmailAddress": f"root@{made.origin.removeprefix('https://')}"})
    calls = [(one.access_token, two.email), (two.access_token, one.email)]

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda each: call(handler, each[0], {"EmailAddress": each[1]}), calls))

    assert min(each.status for each in answers) == 200
    assert len(execute(people.another_administrator(made.operator.id, "nobody").id_())) == 1
