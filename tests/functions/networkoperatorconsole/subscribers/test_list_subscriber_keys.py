"""Reading a subscriber's keys as staff of the operator."""

from typing import Any

import pytest

from functions.networkoperatorconsole.subscribers.list_subscriber_keys import handler
from tests.gateway import Answer, call
from tests.newcomers import add_newcomer, properties_of, set_on
from tests.residents import add_pool, keys_of, move_in, settled
from tests.world import Persona, Tenant, World, fresh, tenant
from vault.graph.connection import answer
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.people.model import SUSPENDED


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own, with a network at every venue and one at the second alone."""
    assert world
    made = tenant(fresh("Shown"))
    add_pool(made)
    add_pool(made, VenueID=made.venues[1].id)
    return made


def read(estate: Tenant, role: str = "DomainAdministrator", **body: Any) -> Answer:
    return call(handler, estate.token(role), body)


def test_an_administrator_reads_who_has_which_keys_where(estate: Tenant) -> None:
    person = settled(estate, estate.units[0])

    told = read(estate, SubscriberToken=person.token).body

    assert (told["success"], told["message"], told["allDevices"]) == (True, "", {})
    assert told["keysInKeyPools"] == {
        pool_id: {"SSID": pool_id.split("._V3SSID.")[1].removesuffix(".global"), "Keys": keys}
        for pool_id, keys in keys_of(person).items()
    }
    assert told["keyInventory"] == {
        "KeyCount": 1,
        "KeyCountActive": 1,
        "DeviceCountOnline": 0,
        "DeviceCountOffline": 0,
    }
    assert told["subscriberInfo"] == {
        "SubscriberToken": person.token,
        "EmailAddress": person.email,
        "GivenName": "",
        "FamilyName": "",
        "PhoneNumber.E164": "",
        "locale": "en-us",
        "contactpref_sms": False,
        "contactpref_email": True,
        "Status": "In Service",
    }


@pytest.mark.parametrize("role", ["AccountManager", "CustomerSupport"])
def test_only_an_administrator_sees_the_texts(estate: Tenant, role: str) -> None:
    person = settled(estate, estate.units[0], UserPartForNewKey="hidden-")

    told = read(estate, role, SubscriberToken=person.token)

    (pool,) = told.body["keysInKeyPools"].values()
    assert [key["PSK"] for key in pool["Keys"].values()] == ["********"]
    assert "hidden-" not in str(told.body)


def test_a_subscriber_is_found_by_any_of_their_names(estate: Tenant) -> None:
    number, external = "+13125554001", fresh("External-")
    person = add_newcomer(estate, phone=number, external_id=external)
    names = {"EmailAddress": person.email, "PhoneNumber": number, "externalSubscriberID": external}

    told = [read(estate, **{field: name}).body["subscriberInfo"] for field, name in names.items()]

    assert [each["SubscriberToken"] for each in told] == [person.token] * 3
    assert {each["externalSubscriberID"] for each in told} == {external}


def test_the_keys_of_one_venue_can_be_asked_for(estate: Tenant) -> None:
    person = settled(estate, estate.units[0])
    move_in(estate, estate.units[1], person.email)

    told = [read(estate, SubscriberToken=person.token, VenueID=venue.id).body for venue in estate.venues]

    assert [each["keyInventory"]["KeyCount"] for each in told] == [1, 2]


def test_the_keys_of_somebody_suspended_are_inactive(estate: Tenant) -> None:
    person = settled(estate, estate.units[0])
    set_on(person.token, status=SUSPENDED)

    told = read(estate, SubscriberToken=person.token).body

    assert told["subscriberInfo"]["Status"] == properties_of(person.token)[Prop.STATUS]
    assert told["keyInventory"]["KeyCountActive"] == 0


def test_names_that_mean_different_persons_are_refused(estate: Tenant) -> None:
    one, another = (settled(estate, estate.units[0]) for _ in range(2))

    told = read(estate, SubscriberToken=one.token, EmailAddress=another.email)

    assert (told.status, told.code) == (400, "ReferencesDisagree")


def test_an_external_id_that_two_have_means_nobody(estate: Tenant) -> None:
    external = fresh("Twice-")
    for _ in range(2):
        settled(estate, estate.units[0], externalSubscriberID=external)

    told = read(estate, externalSubscriberID=external)

    assert (told.status, told.code) == (404, "PersonNotFound")


def test_another_operators_person_of_the_same_external_id_does_not_count(world: World, estate: Tenant) -> None:
    external = fresh("Shared-")
    person = settled(estate, estate.units[0], externalSubscriberID=external)
    settled(world.other, world.other.units[0], externalSubscriberID=external)

    told = read(estate, externalSubscriberID=external)

    assert told.body["subscriberInfo"]["SubscriberToken"] == person.token


def test_somebody_of_another_operator_and_their_venue_are_not_there(world: World, estate: Tenant) -> None:
    person, stranger = (settled(made, made.units[0]) for made in (estate, world.other))

    foreign = read(estate, SubscriberToken=stranger.token)
    elsewhere = read(estate, SubscriberToken=person.token, VenueID=world.other.venues[0].id)

    assert (foreign.status, foreign.code) == (404, "PersonNotFound")
    assert (elsewhere.status, elsewhere.code) == (404, "VenueNotFound")


def test_somebody_has_to_be_named(estate: Tenant) -> None:
    told = read(estate)

    assert (told.status, told.code) == (400, "FieldMissing")


def reader(person: Persona) -> list[str]:
    entries = __.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, person.token).has(Prop.EVENT, "Keys read")
    return [str(found) for found in answer(entries.values(Prop.ADMINISTRATOR), "LOG")]


def test_reading_is_in_the_audit_log(estate: Tenant) -> None:
    person = settled(estate, estate.units[0])

    read(estate, "CustomerSupport", SubscriberToken=person.token)

    assert reader(person) == [estate.people["CustomerSupport"].token]
