"""Reading the caller's own keys."""

import pytest

from functions.subscriberconsole.list_keys import handler
from tests.factories import Tenant, World, add_unit, create_tenant, unique_name
from tests.gateway import call
from tests.residents import add_accepted_resident, add_pool, move_in
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __, single
from vault.kernel.ids import subscriber_id
from vault.kernel.statuses import SUSPENDED


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    """An operator of this module, with a keypool at every venue and one only at the second."""
    assert world
    made = create_tenant(unique_name("Read"))
    add_pool(made)
    add_pool(made, VenueID=made.venues[1].id)
    return made


def test_a_resident_reads_the_key_with_its_network(own_operator: Tenant) -> None:
    person = add_accepted_resident(own_operator, own_operator.units[0], UserPartForNewKey="mine-")

    response = call(handler, person.access_token).body

    assert (
        response.items()
        >= {
            "message": "",
            "SubscriberToken": person.token,
            "EmailAddress": person.email,
            "locale": "en-us",
            "contactpref_sms": False,
            "contactpref_email": True,
            "KeyCount": 1,
            "KeyCountActive": 1,
            "DeviceCountOnline": 0,
            "DeviceCountOffline": 0,
            "messages_from_venues": {},
        }.items()
    )
    ((pool_id, pool),) = response["KeysInKeyPools"].items()
    ((key_id, key),) = pool["Keys"].items()
    assert pool_id.endswith(f"{pool['SSID']}.global")
    assert key_id.startswith("psk_")
    assert key["PSK"].startswith("mine-")
    assert key["Active"]
    assert (
        key["Policies"][0].items()
        >= {"VenueID": own_operator.venues[0].id, "UnitID_internal": own_operator.units[0]}.items()
    )


def test_the_keys_of_one_venue_can_be_asked_for(own_operator: Tenant) -> None:
    person = add_accepted_resident(own_operator, own_operator.units[0])
    move_in(own_operator, own_operator.units[1], person.email)

    counts = [
        call(handler, person.access_token, {"VenueID": venue.id}).body["KeyCount"] for venue in own_operator.venues
    ]

    assert counts == [1, 2]


def test_keys_are_inactive_while_their_holder_is_suspended(own_operator: Tenant) -> None:
    person = add_accepted_resident(own_operator, own_operator.units[0])
    execute(__.V(subscriber_id(person.token)).property(single, Prop.STATUS, SUSPENDED))

    response = call(handler, person.access_token).body

    assert (response["KeyCount"], response["KeyCountActive"]) == (1, 0)


def test_keys_are_inactive_outside_of_their_time(own_operator: Tenant) -> None:
    unit = add_unit(own_operator, own_operator.venues[0], unique_name("F"))
    person = add_accepted_resident(own_operator, unit, **{"StartDateTimeUTC.ISO8601": "2199-01-01T00:00:00Z"})

    response = call(handler, person.access_token).body

    assert (response["KeyCount"], response["KeyCountActive"]) == (1, 0)


def test_without_a_network_there_is_no_key(world: World) -> None:
    assert world
    made = create_tenant(unique_name("Unwired"))

    response = call(handler, add_accepted_resident(made, made.units[0]).access_token).body

    assert (response["KeyCount"], response["KeysInKeyPools"]) == (0, {})


def test_reading_is_in_the_audit_log_without_the_key(own_operator: Tenant) -> None:
    person = add_accepted_resident(own_operator, own_operator.units[0], UserPartForNewKey="unlogged-")
    call(handler, person.access_token)

    entries = execute(__.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, person.token).element_map(), "LOG")

    assert [entry[Prop.EVENT] for entry in entries].count("Keys read") == 1
    assert "unlogged-" not in str(entries)


def test_another_operators_venue_is_not_there(world: World, own_operator: Tenant) -> None:
    person = add_accepted_resident(own_operator, own_operator.units[0])

    response = call(handler, person.access_token, {"VenueID": world.other.venues[0].id})

    assert (response.status, response.code) == (404, "VenueNotFound")
