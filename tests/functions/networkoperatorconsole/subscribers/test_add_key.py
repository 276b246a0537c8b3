"""Giving keys to subscribers."""

from typing import Any

import pytest

from functions.networkoperatorconsole.subscribers.add_key import handler
from functions.networkoperatorconsole.venues.add_venue_units import handler as add_venue_units
from tests.factories import Tenant, World, accept_and_sign_in, add_plan, add_unit, create_tenant, unique_name
from tests.gateway import Answer, call
from tests.request_bodies.scene import add_pending_person
from tests.residents import add_accepted_resident, add_pool, passphrases_seen_by
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __, single
from vault.kernel.ids import subscriber_id
from vault.people import service as people


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    """An operator of this module, with a keypool at every venue."""
    assert world
    made = create_tenant(unique_name("Keyed"))
    add_pool(made)
    return made


@pytest.fixture
def unit(own_operator: Tenant) -> str:
    return add_unit(own_operator, own_operator.venues[0], unique_name("K"))


def email() -> str:
    return f"{unique_name('tenant')}@grand.example"


def add(own_operator: Tenant, **fields: Any) -> Answer:
    """Call as the operator's administrator for the first venue."""
    return call(handler, own_operator.token("DomainAdministrator"), {"VenueID": own_operator.venues[0].id, **fields})


def test_a_new_subscriber_is_told_with_their_subscription(own_operator: Tenant, unit: str) -> None:
    address, plan = email(), add_plan(own_operator, unique_name("Plan"), own_operator.venues[0])
    person = {"GivenName": "Sarah", "FamilyName": "Johnson", "PhoneNumber": "(312) 555-0187"}

    response = add(
        own_operator,
        EmailAddress=address,
        ServicePlanID=plan,
        PolicyforSubscriberKey={"UnitID_internal": unit, "externalSubscriptionID": "lease-7"},
        **person,
    ).body

    assert response["message"] == "WiFi key created successfully"
    assert (
        response.items()
        >= {
            "EmailAddress": address,
            "GivenName": "Sarah",
            "FamilyName": "Johnson",
            "PhoneNumber.E164": "+13125550187",
            "errorProcessing": False,
        }.items()
    )
    assert (
        response["Subscription"].items()
        >= {
            "VenueID": own_operator.venues[0].id,
            "UnitID_internal": unit,
            "ServicePlanID": plan,
            "externalSubscriptionID": "lease-7",
        }.items()
    )
    assert not any(name.startswith("Stripe") for name in response)


def test_a_unit_may_be_named_by_its_parts(own_operator: Tenant, unit: str) -> None:
    name = unit.split(".")[-3]

    response = add(
        own_operator, EmailAddress=email(), PolicyforSubscriberKey={"UnitID": name.lower(), "UnitFloor": ""}
    ).body

    assert response["Subscription"]["UnitID_internal"] == unit


def test_a_unit_of_another_name_is_never_meant(own_operator: Tenant, unit: str) -> None:
    token, name = own_operator.token("DomainAdministrator"), unit.split(".")[-3]
    wanted = {"EmailAddress": email(), "PolicyforSubscriberKey": {"UnitID": f"#{name}"}}

    missing = add(own_operator, **wanted)
    other = call(add_venue_units, token, {"VenueID": own_operator.venues[0].id, "UnitID": f"#{name}"})
    found = add(own_operator, **wanted)

    assert (missing.status, missing.code) == (404, "UnitNotFound")
    assert found.body["Subscription"]["UnitID_internal"] == other.body["UnitID_internal"] != unit


def test_without_a_unit_the_key_holds_at_the_venue(own_operator: Tenant) -> None:
    address = email()

    response = add(own_operator, EmailAddress=address, UserPartForNewKey="SarahWiFi2024").body

    assert "UnitID_internal" not in response["Subscription"]
    (text,) = passphrases_seen_by(accept_and_sign_in(own_operator.operator, address), VenueID=own_operator.venues[0].id)
    assert text.startswith("SarahWiFi2024")


@pytest.mark.parametrize("by", ["EmailAddress", "SubscriberToken"])
def test_somebody_known_gets_a_key_at_another_venue(own_operator: Tenant, unit: str, by: str) -> None:
    person = add_accepted_resident(own_operator, unit)
    named = {"EmailAddress": person.email, "SubscriberToken": person.token}

    response = add(own_operator, VenueID=own_operator.venues[1].id, **{by: named[by]}).body

    assert response["message"] == "The subscriber already has this WiFi key."
    assert (response["EmailAddress"], response["SubscriberToken"]) == (person.email, person.token)
    places = execute(__.V(subscriber_id(person.token)).out(Edge.HOLDS).out(Edge.AT_UNIT).id_())
    assert set(places) == {unit, own_operator.venues[1].id}


def test_the_same_call_again_adds_nothing(own_operator: Tenant, unit: str) -> None:
    fields = {"PhoneNumber": "+1 312 555 0142", "PolicyforSubscriberKey": {"UnitID_internal": unit}}
    first = add(own_operator, **fields).body

    second = add(own_operator, **fields).body

    assert second["Subscription"] == first["Subscription"]
    assert second["SubscriberToken"] == first["SubscriberToken"]


def test_a_phone_number_of_somebody_else_is_refused(own_operator: Tenant) -> None:
    add(own_operator, EmailAddress=email(), PhoneNumber="+1 312 555 0143")

    response = add(own_operator, EmailAddress=email(), PhoneNumber="+1 312 555 0143")

    assert (response.status, response.code) == (400, "ReferencesDisagree")


def test_a_phone_number_that_is_none_is_refused(own_operator: Tenant) -> None:
    response = add(own_operator, EmailAddress=email(), PhoneNumber="12345678")

    assert (response.status, response.code) == (400, "PhoneNumberInvalid")


def test_nobody_named_is_refused(own_operator: Tenant) -> None:
    response = add(own_operator)

    assert (response.status, response.code) == (400, "FieldMissing")


def test_a_plan_must_be_offered_at_the_venue(own_operator: Tenant) -> None:
    plan = add_plan(own_operator, unique_name("Plan"), own_operator.venues[1])

    response = [add(own_operator, EmailAddress=email(), ServicePlanID=each) for each in (plan, "no-such-plan")]

    assert [(each.status, each.code) for each in response] == [
        (400, "ServicePlanNotOffered"),
        (404, "ServicePlanNotFound"),
    ]


def test_a_plan_may_be_named_by_the_operators_own_id(own_operator: Tenant) -> None:
    plan, external = add_plan(own_operator, unique_name("Plan"), own_operator.venues[0]), unique_name("ext")
    execute(__.V(plan).property(single, Prop.EXTERNAL_SERVICE_PLAN_ID, external))

    response = add(own_operator, EmailAddress=email(), externalServicePlanID=external).body

    assert response["Subscription"]["ServicePlanID"] == plan


def test_a_unit_of_another_venue_is_not_there(own_operator: Tenant) -> None:
    response = add(
        own_operator, EmailAddress=email(), PolicyforSubscriberKey={"UnitID_internal": own_operator.units[1]}
    )

    assert (response.status, response.code) == (404, "UnitNotFound")


def test_another_operators_venue_or_subscriber_is_not_there(world: World, own_operator: Tenant) -> None:
    foreign = add_accepted_resident(world.other, world.other.units[0])

    venue = add(own_operator, EmailAddress=email(), VenueID=world.other.venues[0].id)
    person = add(own_operator, SubscriberToken=foreign.token)

    assert [(venue.status, venue.code), (person.status, person.code)] == [
        (404, "VenueNotFound"),
        (404, "PersonNotFound"),
    ]


def test_a_key_of_somebody_else_is_refused(own_operator: Tenant) -> None:
    add(own_operator, EmailAddress=email(), NewKey="Taken-by-one-1")

    response = add(own_operator, EmailAddress=email(), NewKey="Taken-by-one-1")

    assert (response.status, response.code) == (400, "KeyNotUnique")


def test_a_key_that_no_device_takes_is_refused(own_operator: Tenant) -> None:
    response = add(own_operator, EmailAddress=email(), NewKey="nine nine")

    assert (response.status, response.code) == (400, "KeyTextInvalid")


def test_a_policy_that_ends_before_it_starts_is_refused(own_operator: Tenant) -> None:
    period = {"StartDateTimeUTC.ISO8601": "2030-01-15T10:00:00Z", "EndDateTimeUTC.ISO8601": "2030-01-10T10:00:00Z"}

    response = add(own_operator, EmailAddress=email(), PolicyforSubscriberKey=period)

    assert (response.status, response.code) == (400, "PeriodInvalid")


def test_a_number_that_somebody_else_takes_meanwhile_is_refused(
    own_operator: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, address, enrol = "+13125550188", email(), people.create_cognito_user

    def outrun(*given: Any) -> Any:
        monkeypatch.setattr(people, "create_cognito_user", enrol)
        add_pending_person(own_operator, phone=number)
        return enrol(*given)

    monkeypatch.setattr(people, "create_cognito_user", outrun)

    response = add(own_operator, EmailAddress=address, PhoneNumber=number)

    assert (response.status, response.code) == (400, "PhoneNumberTaken")
    assert add(own_operator, EmailAddress=address).body["PhoneNumber.E164"] == ""
