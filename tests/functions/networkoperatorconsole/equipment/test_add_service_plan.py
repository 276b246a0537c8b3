"""Adding service plans."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.networkoperatorconsole.equipment.add_service_plan import handler
from tests.factories import Tenant, World, add_plan, commit, create_tenant, unique_name
from tests.gateway import call
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __
from vault.plans import queries

BASIC = {"UploadKbps": 25000, "DownloadKbps": 100000, "ConcurrentDevices": 10, "BillingCycleHours": 720}


def filled(tenant: Tenant, count: int) -> None:
    ctx = tenant.caller()
    for number in range(count):
        ctx.tx.change(
            *queries.add(tenant.operator.id, f"{tenant.operator.id}.{number}", **{Prop.NAME: f"Old {number}"})
        )
    audit.record(ctx, AuditEvent.SERVICE_PLAN_ADDED)
    commit(ctx)


def test_a_plan_is_added_and_says_so_in_the_documented_words(world: World) -> None:
    token, name = world.mine.token("DomainAdministrator"), unique_name("Basic Home ")

    made = call(handler, token, {**BASIC, "ServicePlanName": name})

    plan_id = f"{world.mine.operator.id}._V3SERVICEPLAN_.{name.upper().replace(' ', '')}"
    assert (made.status, made.body["ServicePlanID"]) == (200, plan_id)
    assert made.body["message"] == (
        f"Plan added: {plan_id} - 25000 UP / 100000 DOWN - 10 concurrent devices per subscriber. "
        "Service plan configured successfully."
    )


def test_values_out_of_range_are_corrected_and_the_answer_says_so(world: World) -> None:
    token = world.mine.token("DomainAdministrator")
    wanted = {"UploadKbps": 0, "DownloadKbps": 10**15, "BillingCycleHours": 9000, "ServicePlanDescription": "Fast"}

    made = call(handler, token, {**wanted, "ServicePlanName": unique_name("Odd")})

    plan = execute(__.V(made.body["ServicePlanID"]).element_map())[0]
    assert (plan[Prop.UPLOAD_KBPS], plan[Prop.DOWNLOAD_KBPS], plan[Prop.CONCURRENT_DEVICES]) == (1, 10**14, 10_000)
    assert plan[Prop.DESCRIPTION] == "Fast (billed monthly)"
    assert made.body["message"].endswith(
        "Corrected UploadKbps to 1. Corrected DownloadKbps to 100000000000000. Corrected BillingCycleHours to 730.5."
    )


def test_a_name_is_given_once_in_an_operator_even_if_case_and_spaces_differ(world: World) -> None:
    token, name = world.mine.token("DomainAdministrator"), unique_name("Gold")
    add_plan(world.mine, name)

    same = [call(handler, token, {**BASIC, "ServicePlanName": each}) for each in (name, f" {name.upper()} ")]

    assert [(each.status, each.code) for each in same] == [(400, "ServicePlanExists")] * 2


def test_names_that_are_cleaned_to_the_same_id_are_plans_of_their_own(world: World) -> None:
    token, name = world.mine.token("DomainAdministrator"), unique_name("Gold")

    plans = [call(handler, token, {**BASIC, "ServicePlanName": each}) for each in (name, f"{name}+", f"{name}!", "金")]

    assert [each.status for each in plans] == [200] * 4
    assert len({each.body["ServicePlanID"] for each in plans}) == 4


def test_the_same_name_added_twice_at_once_is_one_plan(world: World) -> None:
    token, body = world.mine.token("DomainAdministrator"), {**BASIC, "ServicePlanName": unique_name("Twin")}

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: call(handler, token, body), range(4)))

    assert sorted(each.status for each in answers) == [200, 400, 400, 400]


def test_a_name_without_a_letter_or_digit_makes_no_id(world: World) -> None:
    token = world.mine.token("DomainAdministrator")

    refused = call(handler, token, {**BASIC, "ServicePlanName": "***"})

    assert (refused.status, refused.code) == (400, "FieldInvalid")


@pytest.mark.usefixtures("world")
def test_the_five_hundredth_plan_is_the_last() -> None:
    made = create_tenant(unique_name("Full"))
    filled(made, 499)
    token = made.token("DomainAdministrator")

    last, refused = (call(handler, token, {**BASIC, "ServicePlanName": name}) for name in ("Last", "Over"))

    assert (last.status, refused.status, refused.code) == (200, 400, "ServicePlanLimitReached")


def test_the_providers_staff_names_the_operator(world: World) -> None:
    body = {**BASIC, "ServicePlanName": unique_name("Theirs"), "OperatorID": world.other.operator.id}

    made = call(handler, world.provider.access_token, body)

    assert made.body["ServicePlanID"].startswith(f"{world.other.operator.id}._V3SERVICEPLAN_")
