"""Reading a subscriber's keys as staff of the operator."""

from typing import Any

import pytest

from functions.networkoperatorconsole.subscribers.list_subscriber_keys import handler
from tests.factories import Persona, Tenant, World, create_tenant, unique_name
from tests.gateway import Answer, call
from tests.pending_residents import add_pending_resident, person_properties, set_person
from tests.residents import add_accepted_resident, add_pool, keys_of, move_in
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.kernel.statuses import SUSPENDED


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    """An operator of this module, with a keypool at every venue and one only at the second."""
    assert world
    made = create_tenant(unique_name("Shown"))
    add_pool(made)
    add_pool(made, VenueID=made.venues[1].id)
    return made


def read(own_operator: Tenant, role: str = "DomainAdministrator", **body: Any) -> Answer:
    return call(handler, own_operator.token(role), body)


def test_an_administrator_reads_who_has_which_keys_where(own_operator: Tenant) -> None:
    person = add_accepted_resident(own_operator, own_operator.units[0])

    response = read(own_operator, SubscriberToken=person.token).body

    assert (response["success"], response["message"], response["allDevices"]) == (True, "", {})
    assert response["keysInKeyPools"] == {
        pool_id: {"SSID": pool_id.split("._V3SSID.")[1].removesuffix(".global"), "Keys": keys}
        for pool_id, keys in keys_of(person).items()
    }
    assert response["keyInventory"] == {
        "KeyCount": 1,
        "KeyCountActive": 1,
        "DeviceCountOnline": 0,
        "DeviceCountOffline": 0,
    }
    assert response["subscriberInfo"] == {
        "SubscriberToken": person.token,
        "EmailAddress": person.email,
        "GivenName": "",
        "FamilyName": "",
        "PhoneNumber.E164": "",
        "locale": "en-us",
        "contactpref_sms": False,
        "contactpref_email": True,
        "Status": "In Service",
        "externalSubscriberID": "",
    }


@pytest.mark.parametrize("role", ["AccountManager", "CustomerSupport"])
def test_only_an_administrator_sees_the_texts(own_operator: Tenant, role: str) -> None:
    person = add_accepted_resident(own_operator, own_operator.units[0], UserPartForNewKey="hidden-")

    response = read(own_operator, role, SubscriberToken=person.token)

    (pool,) = response.body["keysInKeyPools"].values()
    assert [key["PSK"] for key in pool["Keys"].values()] == ["********"]
    assert "hidden-" not in str(response.body)


def test_a_subscriber_is_found_by_any_of_their_names(own_operator: Tenant) -> None:
    number, external = "+13125554001", unique_name("External-")
    person = add_pending_resident(own_operator, phone=number, external_id=external)
    names = {"EmailAddress": person.email, "PhoneNumber": number, "externalSubscriberID": external}

    response = [read(own_operator, **{field: name}).body["subscriberInfo"] for field, name in names.items()]

    assert [each["SubscriberToken"] for each in response] == [person.token] * 3
    assert {each["externalSubscriberID"] for each in response} == {external}


def test_the_keys_of_one_venue_can_be_asked_for(own_operator: Tenant) -> None:
    person = add_accepted_resident(own_operator, own_operator.units[0])
    move_in(own_operator, own_operator.units[1], person.email)

    response = [
        read(own_operator, SubscriberToken=person.token, VenueID=venue.id).body for venue in own_operator.venues
    ]

    assert [each["keyInventory"]["KeyCount"] for each in response] == [1, 2]


def test_the_keys_of_somebody_suspended_are_inactive(own_operator: Tenant) -> None:
    person = add_accepted_resident(own_operator, own_operator.units[0])
    set_person(person.token, status=SUSPENDED)

    response = read(own_operator, SubscriberToken=person.token).body

    assert response["subscriberInfo"]["Status"] == person_properties(person.token)[Prop.STATUS]
    assert response["keyInventory"]["KeyCountActive"] == 0


def test_names_that_mean_different_persons_are_refused(own_operator: Tenant) -> None:
    one, another = (add_accepted_resident(own_operator, own_operator.units[0]) for _ in range(2))

    response = read(own_operator, SubscriberToken=one.token, EmailAddress=another.email)

    assert (response.status, response.code) == (400, "ReferencesDisagree")


def test_an_external_id_that_two_had_before_ids_were_unique_means_nobody(own_operator: Tenant) -> None:
    external = unique_name("Twice-")
    for _ in range(2):
        person = add_accepted_resident(own_operator, own_operator.units[0])
        set_person(person.token, external_subscriber_id=external)

    response = read(own_operator, externalSubscriberID=external)

    assert (response.status, response.code) == (404, "PersonNotFound")


def test_another_operators_person_of_the_same_external_id_does_not_count(world: World, own_operator: Tenant) -> None:
    external = unique_name("Shared-")
    person = add_accepted_resident(own_operator, own_operator.units[0], externalSubscriberID=external)
    add_accepted_resident(world.other, world.other.units[0], externalSubscriberID=external)

    response = read(own_operator, externalSubscriberID=external)

    assert response.body["subscriberInfo"]["SubscriberToken"] == person.token


def test_somebody_of_another_operator_and_their_venue_are_not_there(world: World, own_operator: Tenant) -> None:
    person, stranger = (add_accepted_resident(made, made.units[0]) for made in (own_operator, world.other))

    foreign = read(own_operator, SubscriberToken=stranger.token)
    elsewhere = read(own_operator, SubscriberToken=person.token, VenueID=world.other.venues[0].id)

    assert (foreign.status, foreign.code) == (404, "PersonNotFound")
    assert (elsewhere.status, elsewhere.code) == (404, "VenueNotFound")


def test_somebody_has_to_be_named(own_operator: Tenant) -> None:
    response = read(own_operator)

    assert (response.status, response.code) == (400, "FieldMissing")


def reader(person: Persona) -> list[str]:
    entries = __.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, person.token).has(Prop.EVENT, "Keys read")
    return [str(found) for found in execute(entries.values(Prop.ADMINISTRATOR), "LOG")]


def test_reading_is_in_the_audit_log(own_operator: Tenant) -> None:
    person = add_accepted_resident(own_operator, own_operator.units[0])

    read(own_operator, "CustomerSupport", SubscriberToken=person.token)

    assert reader(person) == [own_operator.people["CustomerSupport"].token]
