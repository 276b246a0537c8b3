"""Listing service plans."""

from functions.networkoperatorconsole.equipment.configure_service_plan import handler as configure
from functions.networkoperatorconsole.equipment.list_service_plans import handler
from tests.factories import World, add_plan, unique_name
from tests.gateway import call


def test_every_role_that_may_sees_the_operators_plans_and_no_others(world: World) -> None:
    mine, theirs = add_plan(world.mine, unique_name("Plan")), add_plan(world.other, unique_name("Plan"))

    for role in ("DomainAdministrator", "AccountManager", "CustomerSupport"):
        listed = {plan["ServicePlanID"] for plan in call(handler, world.mine.token(role)).body}

        assert mine in listed
        assert theirs not in listed


def test_a_plan_is_found_by_its_external_id_with_its_prices_and_label(world: World) -> None:
    token, plan, external = (
        world.mine.token("DomainAdministrator"),
        add_plan(world.mine, unique_name("Plan")),
        unique_name("x"),
    )
    label = {"PlanID": "F1", "TypicalUploadKbps": 900}
    settings = {"externalServicePlanID": external, "BillingCyclePrice.EUR": 990, "FCCLabel": label}
    call(configure, token, {"ServicePlanID": plan, **settings})

    listed = call(handler, token, {"externalServicePlanID": external}).body

    assert [each["ServicePlanID"] for each in listed] == [plan]
    assert (listed[0]["BillingCyclePrice.EUR"], listed[0]["Currencies"]) == (990, ["EUR"])
    assert listed[0]["FCCLabel"].items() >= label.items()
