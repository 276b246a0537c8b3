"""Giving keys to subscribers."""

from typing import Any

import pytest

from functions.networkoperatorconsole.subscribers.add_key import handler
from tests.bodies import newcomer
from tests.gateway import Answer, call
from tests.residents import add_pool, settled, texts_of
from tests.world import Tenant, World, add_plan, add_unit, fresh, signed_in, tenant
from vault.graph.connection import answer
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __, single
from vault.kernel.ids import subscriber_id
from vault.people import service as people


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own, with a network at every venue."""
    assert world
    made = tenant(fresh("Keyed"))
    add_pool(made)
    return made


@pytest.fixture
def unit(estate: Tenant) -> str:
    """A unit of the first venue."""
    return add_unit(estate, estate.venues[0], fresh("K"))


def email() -> str:
    """An address that nobody has."""
    return f"{fresh('tenant')}@grand.example"


def add(estate: Tenant, **fields: Any) -> Answer:
    """A call of the operator's administrator for the first venue."""
    return call(handler, estate.token("DomainAdministrator"), {"VenueID": estate.venues[0].id, **fields})


def test_a_new_subscriber_is_told_with_their_subscription(estate: Tenant, unit: str) -> None:
    address, plan = email(), add_plan(estate, fresh("Plan"), estate.venues[0])
    person = {"GivenName": "Sarah", "FamilyName": "Johnson", "PhoneNumber": "(312) 555-0187"}

    told = add(
        estate,
        EmailAddress=address,
        ServicePlanID=plan,
        PolicyforSubscriberKey={"UnitID_internal": unit, "externalSubscriptionID": "lease-7"},
        **person,
    ).body

    assert told["message"] == "WiFi key created successfully"
    assert (
        told.items()
        >= {
            "EmailAddress": address,
            "GivenName": "Sarah",
            "FamilyName": "Johnson",
            "PhoneNumber.E164": "+13125550187",
            "errorProcessing": False,
        }.items()
    )
    assert (
        told["Subscription"].items()
        >= {
            "VenueID": estate.venues[0].id,
            "UnitID_internal": unit,
            "ServicePlanID": plan,
            "externalSubscriptionID": "lease-7",
        }.items()
    )
    assert not any(name.startswith("Stripe") for name in told)


def test_a_unit_may_be_named_by_its_parts(estate: Tenant, unit: str) -> None:
    name = unit.split(".")[-3]

    told = add(estate, EmailAddress=email(), PolicyforSubscriberKey={"UnitID": name.lower(), "UnitFloor": ""}).body

    assert told["Subscription"]["UnitID_internal"] == unit


def test_without_a_unit_the_key_holds_at_the_venue(estate: Tenant) -> None:
    address = email()

    told = add(estate, EmailAddress=address, UserPartForNewKey="SarahWiFi2024").body

    assert "UnitID_internal" not in told["Subscription"]
    (text,) = texts_of(signed_in(estate.operator, address), VenueID=estate.venues[0].id)
    assert text.startswith("SarahWiFi2024")


@pytest.mark.parametrize("by", ["EmailAddress", "SubscriberToken"])
def test_somebody_known_gets_a_key_at_another_venue(estate: Tenant, unit: str, by: str) -> None:
    person = settled(estate, unit)
    named = {"EmailAddress": person.email, "SubscriberToken": person.token}

    told = add(estate, VenueID=estate.venues[1].id, **{by: named[by]}).body

    assert told["message"] == "The subscriber already has this WiFi key."
    assert (told["EmailAddress"], told["SubscriberToken"]) == (person.email, person.token)
    places = answer(__.V(subscriber_id(person.token)).out(Edge.HOLDS).out(Edge.AT_UNIT).id_())
    assert set(places) == {unit, estate.venues[1].id}


def test_the_same_call_again_adds_nothing(estate: Tenant, unit: str) -> None:
    fields = {"PhoneNumber": "+1 312 555 0142", "PolicyforSubscriberKey": {"UnitID_internal": unit}}
    first = add(estate, **fields).body

    second = add(estate, **fields).body

    assert second["Subscription"] == first["Subscription"]
    assert second["SubscriberToken"] == first["SubscriberToken"]


def test_a_phone_number_of_somebody_else_is_refused(estate: Tenant) -> None:
    add(estate, EmailAddress=email(), PhoneNumber="+1 312 555 0143")

    told = add(estate, EmailAddress=email(), PhoneNumber="+1 312 555 0143")

    assert (told.status, told.code) == (400, "ReferencesDisagree")


def test_a_phone_number_that_is_none_is_refused(estate: Tenant) -> None:
    told = add(estate, EmailAddress=email(), PhoneNumber="12345678")

    assert (told.status, told.code) == (400, "PhoneNumberInvalid")


def test_nobody_named_is_refused(estate: Tenant) -> None:
    told = add(estate)

    assert (told.status, told.code) == (400, "FieldMissing")


def test_a_plan_must_be_offered_at_the_venue(estate: Tenant) -> None:
    plan = add_plan(estate, fresh("Plan"), estate.venues[1])

    told = [add(estate, EmailAddress=email(), ServicePlanID=each) for each in (plan, "no-such-plan")]

    assert [(each.status, each.code) for each in told] == [
        (400, "ServicePlanNotOffered"),
        (404, "ServicePlanNotFound"),
    ]


def test_a_plan_may_be_named_by_the_operators_own_id(estate: Tenant) -> None:
    plan, external = add_plan(estate, fresh("Plan"), estate.venues[0]), fresh("ext")
    answer(__.V(plan).property(single, Prop.EXTERNAL_SERVICE_PLAN_ID, external))

    told = add(estate, EmailAddress=email(), externalServicePlanID=external).body

    assert told["Subscription"]["ServicePlanID"] == plan


def test_a_unit_of_another_venue_is_not_there(estate: Tenant) -> None:
    told = add(estate, EmailAddress=email(), PolicyforSubscriberKey={"UnitID_internal": estate.units[1]})

    assert (told.status, told.code) == (404, "UnitNotFound")


def test_another_operators_venue_or_subscriber_is_not_there(world: World, estate: Tenant) -> None:
    foreign = settled(world.other, world.other.units[0])

    venue = add(estate, EmailAddress=email(), VenueID=world.other.venues[0].id)
    person = add(estate, SubscriberToken=foreign.token)

    assert [(venue.status, venue.code), (person.status, person.code)] == [
        (404, "VenueNotFound"),
        (404, "PersonNotFound"),
    ]


def test_a_key_of_somebody_else_is_refused(estate: Tenant) -> None:
    add(estate, EmailAddress=email(), NewKey="Taken-by-one-1")

    told = add(estate, EmailAddress=email(), NewKey="Taken-by-one-1")

    assert (told.status, told.code) == (400, "KeyNotUnique")


def test_a_key_that_no_device_takes_is_refused(estate: Tenant) -> None:
    told = add(estate, EmailAddress=email(), NewKey="nine nine")

    assert (told.status, told.code) == (400, "KeyTextInvalid")


def test_a_policy_that_ends_before_it_starts_is_refused(estate: Tenant) -> None:
    period = {"StartDateTimeUTC.ISO8601": "2030-01-15T10:00:00Z", "EndDateTimeUTC.ISO8601": "2030-01-10T10:00:00Z"}

    told = add(estate, EmailAddress=email(), PolicyforSubscriberKey=period)

    assert (told.status, told.code) == (400, "PeriodInvalid")


def test_a_number_that_somebody_else_takes_meanwhile_is_refused(
    estate: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, address, enrol = "+13125550188", email(), people.enrol

    def outrun(*given: Any) -> str:
        monkeypatch.setattr(people, "enrol", enrol)
        newcomer(estate, phone=number)
        return enrol(*given)

    monkeypatch.setattr(people, "enrol", outrun)

    told = add(estate, EmailAddress=address, PhoneNumber=number)

    assert (told.status, told.code) == (400, "PhoneNumberTaken")
    assert add(estate, EmailAddress=address).body["PhoneNumber.E164"] == ""
