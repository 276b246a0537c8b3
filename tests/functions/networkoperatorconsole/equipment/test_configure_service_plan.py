"""Changing service plans."""

from functions.jobs import migrate_plans
from functions.networkoperatorconsole.equipment.configure_service_plan import handler
from functions.networkoperatorconsole.equipment.list_service_plans import handler as list_plans
from tests.factories import World, add_plan, unique_name
from tests.gateway import Context, call
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label
from vault.graph.steps import __, new_edge, new_vertex
from vault.kernel import ids


def test_settings_change_and_the_answer_lists_them_in_the_documented_words(world: World) -> None:
    token, plan, name = (
        world.mine.token("DomainAdministrator"),
        add_plan(world.mine, unique_name("Plan")),
        unique_name("Premium "),
    )
    body = {"ServicePlanID": plan, "ServicePlanName": name, "UploadKbps": 50000, "BillingCyclePrice.USD": 1600}

    changed = call(handler, token, {**body, "AllowSelfSignup": True})

    assert changed.body == {
        "message": f"Updated ServicePlanName to {name}. Updated UploadKbps to 50000. "
        "Updated BillingCyclePrice.USD to 1600. Updated AllowSelfSignup to true.",
        "ServicePlanID": plan,
        "statusCode": 200,
        "errorProcessing": False,
    }


def test_a_space_removes_the_external_id_and_an_empty_url_the_url(world: World) -> None:
    token, plan, external = (
        world.mine.token("DomainAdministrator"),
        add_plan(world.mine, unique_name("Plan")),
        unique_name("x"),
    )
    label = {"PlanID": "F123", "SupportURL": "https://support.example/"}
    call(handler, token, {"ServicePlanID": plan, "externalServicePlanID": external, "FCCLabel": label})

    gone = call(handler, token, {"ServicePlanID": plan, "externalServicePlanID": " ", "FCCLabel": {"SupportURL": ""}})

    assert gone.body["message"] == "Removed externalServicePlanID. Removed FCCLabel.SupportURL."
    assert call(list_plans, token, {"externalServicePlanID": external}).body == []


def test_an_external_id_names_one_plan_of_the_operator(world: World) -> None:
    token, external = world.mine.token("DomainAdministrator"), unique_name("x")
    first, second = (add_plan(world.mine, unique_name("Plan")) for _ in range(2))
    call(handler, token, {"ServicePlanID": first, "externalServicePlanID": external})

    refused = call(handler, token, {"ServicePlanID": second, "externalServicePlanID": external})

    assert (refused.status, refused.code) == (400, "ExternalPlanIdTaken")


def test_a_plan_does_not_take_the_name_of_another(world: World) -> None:
    token, name = world.mine.token("DomainAdministrator"), unique_name("Plan")
    add_plan(world.mine, name)

    refused = call(
        handler, token, {"ServicePlanID": add_plan(world.mine, unique_name("Plan")), "ServicePlanName": name}
    )

    assert (refused.status, refused.code) == (400, "ServicePlanExists")


def test_values_out_of_range_are_refused(world: World) -> None:
    token, plan = world.mine.token("DomainAdministrator"), add_plan(world.mine, unique_name("Plan"))
    wrong = [
        {"BillingCyclePrice.USD": 1_200_001},
        {"UploadKbps": 0},
        {"FCCLabel": {"PlanID": "1F"}},
        {"SMSCode": "1234567"},
    ]

    answers = [call(handler, token, {"ServicePlanID": plan, **each}) for each in wrong]

    assert [each.status for each in answers] == [400] * 4


def test_a_label_takes_only_web_addresses(world: World) -> None:
    token, plan = world.mine.token("DomainAdministrator"), add_plan(world.mine, unique_name("Plan"))

    refused = call(handler, token, {"ServicePlanID": plan, "FCCLabel": {"SupportURL": "javascript:alert(1)"}})

    assert (refused.status, refused.code) == (400, "UrlInvalid")


def test_nothing_to_change_is_no_write(world: World) -> None:
    token, plan = world.mine.token("DomainAdministrator"), add_plan(world.mine, unique_name("Plan"))

    answered = call(handler, token, {"ServicePlanID": plan, "ServicePlanName": ""})

    assert (answered.status, answered.body["message"]) == (200, "Nothing to update.")


def test_another_operators_plan_is_not_there(world: World) -> None:
    token, plan = world.mine.token("DomainAdministrator"), add_plan(world.other, unique_name("Plan"))

    refused = call(handler, token, {"ServicePlanID": plan, "UploadKbps": 5})

    assert (refused.status, refused.code) == (404, "ServicePlanNotFound")


def test_the_plan_itself_tells_the_providers_staff_operator(world: World) -> None:
    plan = add_plan(world.other, unique_name("Plan"))

    changed = call(handler, world.provider.access_token, {"ServicePlanID": plan, "UploadKbps": 5})

    assert (changed.status, changed.body["message"]) == (200, "Updated UploadKbps to 5.")


def test_subscriptions_move_to_a_plan_of_the_same_cycle(world: World) -> None:
    token, old, new = (
        world.mine.token("DomainAdministrator"),
        add_plan(world.mine, unique_name("A")),
        add_plan(world.mine, unique_name("B")),
    )
    subscription = unique_name("subscription.")
    execute(new_vertex(Label.SUBSCRIPTION, subscription))
    execute(new_edge(subscription, Edge.SUBSCRIPTION_PLAN, old, ids.edge_id(subscription, Edge.SUBSCRIPTION_PLAN, old)))

    response = call(handler, token, {"ServicePlanID": old, "migrateToServicePlan": new})
    migrate_plans.handler({}, Context())

    assert response.body["message"] == f"Migrating subscriptions to {new}."
    assert execute(__.V(subscription).out(Edge.SUBSCRIPTION_PLAN).id_()) == [new]


def test_subscriptions_do_not_move_to_another_billing_cycle(world: World) -> None:
    token = world.mine.token("DomainAdministrator")
    old, new = add_plan(world.mine, unique_name("A")), add_plan(world.mine, unique_name("B"), hours=24)

    refused = call(handler, token, {"ServicePlanID": old, "migrateToServicePlan": new})

    assert (refused.status, refused.code) == (400, "BillingCyclesDiffer")


def test_subscriptions_do_not_move_to_the_plan_they_have(world: World) -> None:
    token, plan = world.mine.token("DomainAdministrator"), add_plan(world.mine, unique_name("A"))

    refused = call(handler, token, {"ServicePlanID": plan, "migrateToServicePlan": plan})

    assert (refused.status, refused.code) == (400, "FieldInvalid")
