"""Reading the operator's log."""

import pytest

from functions.networkoperatorconsole.equipment.add_service_plan import handler as add_plan
from functions.networkoperatorconsole.equipment.list_operator_log import handler
from tests.factories import World, unique_name
from tests.gateway import call
from vault.graph.connection import execute
from vault.graph.schema import Label
from vault.graph.steps import __

PLAN = {"UploadKbps": 1, "DownloadKbps": 1, "ConcurrentDevices": 1}


@pytest.mark.parametrize("role", ["DomainAdministrator", "AccountManager", "CustomerSupport"])
def test_entries_of_the_last_day_are_counted_and_returned(world: World, role: str) -> None:
    call(add_plan, world.mine.token("DomainAdministrator"), {**PLAN, "ServicePlanName": unique_name("Plan")})

    read = call(handler, world.mine.token(role)).body

    assert "Service plan added" in [row["event"] for row in read["log"]]
    assert read["log_count"] >= read["log_returned"] == len(read["log"]) > 0


def test_one_functions_entries_are_found_by_its_name(world: World) -> None:
    token, function = world.mine.token("DomainAdministrator"), "vault_networkoperatorconsole_equipment_addServicePlan"
    call(add_plan, token, {**PLAN, "ServicePlanName": unique_name("Plan")})

    read = call(handler, token, {"function_name": function}).body

    assert {row["function_name"] for row in read["log"]} == {function}


def test_another_operators_entries_are_not_seen(world: World) -> None:
    call(handler, world.other.token("DomainAdministrator"))

    emails = {
        row["Administrator"].get("email", "") for row in call(handler, world.mine.token("AccountManager")).body["log"]
    }

    assert not any(email.endswith("rival.example") for email in emails)


def test_a_page_goes_on_where_the_last_ended(world: World) -> None:
    token, names = world.mine.token("DomainAdministrator"), [unique_name("Plan"), unique_name("Plan")]
    function = "vault_networkoperatorconsole_equipment_addServicePlan"
    for name in names:
        call(add_plan, token, {**PLAN, "ServicePlanName": name})
    whole = call(handler, token, {"function_name": function}).body["log"]

    first = call(handler, token, {"function_name": function, "Pagination": {"Limit": 1}}).body
    cursor = first["pagination"]["NextCursor"]
    second = call(handler, token, {"function_name": function, "Pagination": {"Limit": 1, "Cursor": cursor}}).body

    assert first["log"] + second["log"] == whole[:2]


def test_no_secret_and_no_personal_data_lie_in_the_log_itself(world: World) -> None:
    kept = str(execute(__.V().has_label(Label.LOG_ENTRY).element_map(), "LOG"))

    assert "staff.example" not in kept
    assert world.mine.people["DomainAdministrator"].email not in kept


def test_a_window_that_is_too_long_is_refused(world: World) -> None:
    window = {"MinViewWindowDateUTC.ISO8601": "2020-01-01T00:00:00Z"}

    refused = call(handler, world.mine.token("DomainAdministrator"), window)

    assert (refused.status, refused.code) == (400, "LogWindowInvalid")
