"""Reading one's own keys."""

import pytest

from functions.subscriberconsole.list_keys import handler
from tests.gateway import call
from tests.residents import add_pool, move_in, settled
from tests.world import Tenant, World, add_unit, fresh, tenant
from vault.graph.connection import answer
from vault.graph.schema import Label, Prop
from vault.graph.steps import __, single
from vault.kernel.ids import subscriber_id
from vault.people.model import SUSPENDED


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own, with a network at every venue and one at the second alone."""
    assert world
    made = tenant(fresh("Read"))
    add_pool(made)
    add_pool(made, VenueID=made.venues[1].id)
    return made


def test_a_resident_reads_the_key_with_its_network(estate: Tenant) -> None:
    person = settled(estate, estate.units[0], UserPartForNewKey="mine-")

    told = call(handler, person.access_token).body

    assert (
        told.items()
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
    ((pool_id, pool),) = told["KeysInKeyPools"].items()
    ((key_id, key),) = pool["Keys"].items()
    assert pool_id.endswith(f"{pool['SSID']}.global")
    assert key_id.startswith("psk_")
    assert key["PSK"].startswith("mine-")
    assert key["Active"]
    assert key["Policies"][0].items() >= {"VenueID": estate.venues[0].id, "UnitID_internal": estate.units[0]}.items()


def test_the_keys_of_one_venue_can_be_asked_for(estate: Tenant) -> None:
    person = settled(estate, estate.units[0])
    move_in(estate, estate.units[1], person.email)

    counts = [call(handler, person.access_token, {"VenueID": venue.id}).body["KeyCount"] for venue in estate.venues]

    assert counts == [1, 2]


def test_keys_are_inactive_while_their_holder_is_suspended(estate: Tenant) -> None:
    person = settled(estate, estate.units[0])
    answer(__.V(subscriber_id(person.token)).property(single, Prop.STATUS, SUSPENDED))

    told = call(handler, person.access_token).body

    assert (told["KeyCount"], told["KeyCountActive"]) == (1, 0)


def test_keys_are_inactive_outside_of_their_time(estate: Tenant) -> None:
    unit = add_unit(estate, estate.venues[0], fresh("F"))
    person = settled(estate, unit, **{"StartDateTimeUTC.ISO8601": "2999-01-01T00:00:00Z"})

    told = call(handler, person.access_token).body

    assert (told["KeyCount"], told["KeyCountActive"]) == (1, 0)


def test_without_a_network_there_is_no_key(world: World) -> None:
    assert world
    made = tenant(fresh("Unwired"))

    told = call(handler, settled(made, made.units[0]).access_token).body

    assert (told["KeyCount"], told["KeysInKeyPools"]) == (0, {})


def test_reading_is_in_the_audit_log_without_the_key(estate: Tenant) -> None:
    person = settled(estate, estate.units[0], UserPartForNewKey="unlogged-")
    call(handler, person.access_token)

    entries = answer(__.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, person.token).element_map(), "LOG")

    assert [entry[Prop.EVENT] for entry in entries].count("Keys read") == 1
    assert "unlogged-" not in str(entries)


def test_another_operators_venue_is_not_there(world: World, estate: Tenant) -> None:
    person = settled(estate, estate.units[0])

    told = call(handler, person.access_token, {"VenueID": world.other.venues[0].id})

    assert (told.status, told.code) == (404, "VenueNotFound")
