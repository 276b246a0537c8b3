"""Changing a unit's settings: sentences, names, VLAN, networks, roles, two calls at once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.networkoperatorconsole.subscribers.add_key import handler as add_key_handler
from functions.networkoperatorconsole.venues.add_venue_units import handler as add_units_handler
from functions.networkoperatorconsole.venues.configure_venue_unit import handler
from functions.networkoperatorconsole.venues.list_venue_units import handler as list_units_handler
from functions.venuemgmtconsole.venue_units.list_key_pools_at_venue_unit import handler as list_pools_handler
from tests.factories import World, add_unit, add_venue, create_tenant, unique_name
from tests.gateway import Answer, call
from tests.residents import add_pool, move_in
from vault.adapters import queue
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __, with_properties
from vault.kernel.permissions import Role
from vault.venues.model import Venue


def configure(world: World, unit: str, /, **settings: Any) -> Answer:
    return call(handler, world.mine.token("DomainAdministrator"), {"UnitID_internal": unit, **settings})


def add(world: World, venue: Venue, name: str, **more: Any) -> Answer:
    return call(
        add_units_handler, world.mine.token("DomainAdministrator"), {"VenueID": venue.id, "UnitID": name, **more}
    )


def stored(unit: str, *props: str) -> list[object]:
    vertex = execute(__.V(unit).element_map())[0]
    return [vertex.get(prop) for prop in props]


def listed(world: World, venue: Venue) -> list[dict[str, Any]]:
    answer = call(list_units_handler, world.mine.token("DomainAdministrator"), {"VenueID": venue.id})
    return list(answer.body["VenueUnits"])


@pytest.fixture
def venue(world: World) -> Venue:
    return add_venue(world.mine, unique_name("Tower"))


@pytest.fixture
def unit(world: World, venue: Venue) -> str:
    return add_unit(world.mine, venue, "101")


SETTINGS = {
    "SMSCode": "WIFI101",
    "vlan": 100,
    "ShoppingCart": {"enableShoppingCart": True, "ShoppingCartPriceAdjustment": {"USD": -2500}},
    "RealPageUnitID": 12345,
    "Notifications": {"sendSubscriptionEndEmail": True, "sendSubscriptionAddedEmail": True},
    "PostalCode": "94105",
    "Country": "United States",
    "State": "California",
    "City": "San Francisco",
    "AddressLine2": "Suite 101",
    "AddressLine1": "123 Innovation Drive",
    "UnitFloor": "1st Floor",
    "UnitBuilding": "Building A",
    "UnitID": "Building A - Apartment 101",
    "externalVenueUnitID": "EXT-BLDGA-101",
}
SENTENCES = """
    Updated external venue unit ID = EXT-BLDGA-101. Updated unit ID = Building A - Apartment 101. Updated building =
    Building A. Updated floor = 1st Floor. Updated address line 1 = 123 Innovation Drive. Updated address line 2 =
    Suite 101. Updated city = San Francisco. Updated state = California. Updated country = United States. Updated
    postal code = 94105. Added {0} to VenueUnitSSID. Added {1} to VenueUnitSSID. Updating
    allowOverlappingSubscriptionWiredUnit to false. Updating sendSubscriptionAddedEmail to true. Updating
    sendSubscriptionEndEmail to true. Updated RealPageUnitID to 12345. Updating enableShoppingCart to true. Updating
    ShoppingCartPriceAdjustment.USD to -2500. Updating vlan to 100. Updated SMSCode = WIFI101.
"""


def test_the_sentences_are_the_documented_ones_in_their_order(world: World, unit: str) -> None:
    ssids = [unique_name("GUEST"), unique_name("PREMIUM")]
    for ssid in ssids:
        add_pool(world.mine, SSID=ssid, Scope="local")
    network = {"allowOverlappingSubscriptionWiredUnit": False, "VenueUnitSSID": ssids}

    answer = configure(world, unit, **SETTINGS, NetworkConfiguration=network)

    assert answer.body["message"] == " ".join(SENTENCES.format(*ssids).split())
    assert answer.body["statusCode"] == 200
    assert stored(unit, Prop.STATE, Prop.COUNTRY) == ["CA", "USA"]


def test_the_names_that_are_shown_change_and_the_id_stays(world: World, venue: Venue, unit: str) -> None:
    configure(world, unit, UnitID="Penthouse", UnitBuilding="North")

    (shown,) = listed(world, venue)
    again = add(world, venue, "Penthouse", UnitBuilding="North")
    new = add(world, venue, "101")

    assert (shown["UnitID_internal"], shown["UnitID"], shown["UnitBuilding"]) == (unit, "Penthouse", "North")
    assert (again.body["message"], again.body["UnitID_internal"]) == ("Updating pre-existing unit.", unit)
    assert (new.body["message"], new.body["UnitID_internal"] == unit) == ("Unit added.", False)


def test_who_moves_in_names_the_unit_as_it_is_called_now(world: World, venue: Venue, unit: str) -> None:
    configure(world, unit, UnitID="Penthouse")
    token, email = world.mine.token("DomainAdministrator"), f"{unique_name('guest')}@homes.example"

    moved, refused = (
        call(add_key_handler, token, {"VenueID": venue.id, "EmailAddress": email, "PolicyforSubscriberKey": policy})
        for policy in ({"UnitID": "pent house"}, {"UnitID": "101"})
    )

    assert moved.body["Subscription"]["UnitID_internal"] == unit
    assert (refused.status, refused.code) == (404, "UnitNotFound")


def test_long_names_that_differ_in_their_last_character_are_two_names(world: World, venue: Venue, unit: str) -> None:
    names = {unit: "Building A - Apartment 101", add_unit(world.mine, venue, "102"): "Building A - Apartment 102"}
    token, email = world.mine.token("DomainAdministrator"), f"{unique_name('guest')}@homes.example"

    renamed = [configure(world, each, UnitID=name) for each, name in names.items()]
    again = configure(world, unit, UnitID="Building A-Apartment 102")
    policies = [{"UnitID": name} for name in names.values()]
    body = {"VenueID": venue.id, "EmailAddress": email}
    moved = [call(add_key_handler, token, {**body, "PolicyforSubscriberKey": each}) for each in policies]

    assert [each.status for each in renamed] == [200, 200]
    assert (again.status, again.code) == (400, "UnitNameTaken")
    assert [each.body["Subscription"]["UnitID_internal"] for each in moved] == [*names]


@pytest.mark.parametrize("name", ["202", "2 0 2", "2.0.2"])
def test_a_name_that_leads_to_the_id_of_another_unit_is_refused(
    world: World, venue: Venue, unit: str, name: str
) -> None:
    add_unit(world.mine, venue, "202")

    refused = configure(world, unit, UnitID=name, SMSCode="X1")

    assert (refused.status, refused.code) == (400, "UnitNameTaken")
    assert stored(unit, Prop.UNIT, Prop.SMS_CODE) == ["101", None]


def test_a_name_that_another_unit_was_given_is_refused_and_one_of_signs_alone_too(
    world: World, venue: Venue, unit: str
) -> None:
    configure(world, add_unit(world.mine, venue, "202"), UnitID="Penthouse")

    answers = [configure(world, unit, UnitID=name) for name in ("pent house", "!!!")]

    assert [(each.status, each.code) for each in answers] == [(400, "UnitNameTaken"), (400, "UnitIdMissing")]


def test_of_two_units_that_take_one_name_at_once_one_gets_it(world: World, venue: Venue) -> None:
    units = [add_unit(world.mine, venue, name) for name in ("1", "2", "3")]

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda unit: configure(world, unit, UnitID="Penthouse"), units))

    assert sorted((each.status, each.code) for each in answers) == [(200, ""), *[(400, "UnitNameTaken")] * 2]


def test_an_external_id_is_that_of_one_unit_of_a_venue(world: World, venue: Venue, unit: str) -> None:
    other, external = add_unit(world.mine, venue, "202"), unique_name("EXT")
    elsewhere = add_unit(world.mine, add_venue(world.mine, unique_name("Tower")), "101")

    answers = [configure(world, each, externalVenueUnitID=external) for each in (unit, unit, other, elsewhere)]
    removed = configure(world, unit, externalVenueUnitID=" ")
    now_free = configure(world, other, externalVenueUnitID=external)

    assert [each.code for each in answers] == ["", "", "ExternalUnitIdTaken", ""]
    assert removed.body["message"] == "Removed external venue unit ID."
    assert now_free.status == 200


def test_a_vlan_changes_with_the_policies_of_the_unit(world: World, venue: Venue, unit: str) -> None:
    add_pool(world.mine, VenueID=venue.id)
    move_in(world.mine, unit)

    configure(world, unit, vlan=2000)

    assert set(execute(__.V(unit).in_e(Edge.AT_UNIT).values(Prop.VLAN))) == {2000}
    assert execute(__.V(unit).out(Edge.ON_VLAN).values(Prop.VLAN)) == [2000]


def test_a_vlan_that_the_offset_would_join_with_another_units_is_refused(world: World, venue: Venue, unit: str) -> None:
    add_unit(world.mine, venue, "202", 1150)
    execute(with_properties(__.V(venue.id), **{Prop.WIRELESS_ONLY_OFFSET: 100}))

    answers = [configure(world, unit, vlan=vlan) for vlan in (1250, 1251)]
    too_large = configure(world, unit, vlan=4095)

    assert [each.code for each in answers] == ["VlanOffsetConflict", ""]
    assert (too_large.status, too_large.code) == (400, "FieldInvalid")


def test_a_network_is_shown_at_the_unit_once_and_its_residents_get_keys(
    world: World, venue: Venue, unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ssid, sent = unique_name("Guest"), list[dict[str, Any]]()
    add_pool(world.mine, SSID=ssid, Scope="local")
    monkeypatch.setattr(queue, "send", sent.extend)

    for _ in range(2):
        answer = configure(world, unit, NetworkConfiguration={"VenueUnitSSID": [ssid]})

    body = {"VenueID": venue.id, "UnitID_internal": unit}
    shown = call(list_pools_handler, world.mine.token("DomainAdministrator"), body).body["Keypools"]
    assert answer.body["message"] == f"Added {ssid} to VenueUnitSSID."
    assert [(pool["SSID"], pool["UnitID_internal"]) for pool in shown.values()] == [(ssid, unit)]
    assert [each["queue"] for each in sent] == ["issue_keys"]


def test_an_ssid_of_no_local_keypool_or_of_two_is_refused(world: World, unit: str) -> None:
    double = unique_name("Double")
    for _ in range(2):
        add_pool(world.mine, SSID=double, Scope="local")
    taken = unique_name("Taken")
    add_pool(world.mine, SSID=taken)

    answers = [configure(world, unit, NetworkConfiguration={"VenueUnitSSID": [ssid]}) for ssid in (double, taken, "No")]

    assert [(each.status, each.code) for each in answers] == [(400, "SsidNotLocal")] * 3


def test_an_ssid_that_another_keypool_broadcasts_there_is_refused(world: World, venue: Venue, unit: str) -> None:
    ssid = unique_name("Lobby")
    add_pool(world.mine, SSID=ssid, Scope="local")
    add_pool(world.mine, SSID=ssid)

    refused = configure(world, unit, NetworkConfiguration={"VenueUnitSSID": [ssid]})

    assert (refused.status, refused.code) == (400, "SsidTaken")
    assert listed(world, venue)[0]["UnitID_internal"] == unit


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"Country": "Atlantis"}, "CountryInvalid"),
        ({"State": "Ontario"}, "StateInvalid"),
        ({"PostalCode": "33126"}, "PostalCodeInvalid"),
        ({"PostalCode": "606011234567"}, "AddressFieldTooLong"),
        ({"RealPageUnitID": 0}, "FieldInvalid"),
        ({"SMSCode": "x" * 21}, "TextTooLong"),
        ({"ShoppingCart": {"ShoppingCartPriceAdjustment": {"USD": -100_001}}}, "FieldInvalid"),
        ({"ShoppingCart": {"ShoppingCartPriceAdjustment": -2500}}, "FieldInvalid"),
    ],
)
def test_one_wrong_field_changes_nothing(world: World, unit: str, body: dict[str, Any], code: str) -> None:
    refused = configure(world, unit, UnitFloor="9", **body)

    assert (refused.status, refused.code) == (400, code)
    assert stored(unit, Prop.FLOOR) == ["DEFAULT"]


def test_a_space_removes_an_optional_text_and_an_empty_one_or_null_changes_nothing(world: World, unit: str) -> None:
    configure(world, unit, AddressLine2="Suite 1", SMSCode="X1")

    removed = configure(world, unit, AddressLine2=" ", SMSCode=" ", UnitID="", City=None)
    nothing = configure(world, unit, AddressLine2="", ShoppingCart=None, deleteEmptyVenueUnit=None, forceDelete=None)

    assert removed.body["message"] == "Removed address line 2. Removed SMSCode."
    assert (nothing.status, nothing.body["message"]) == (200, "Nothing to update.")
    assert stored(unit, Prop.ADDRESS_LINE_2, Prop.SMS_CODE, Prop.UNIT) == [None, None, "101"]


@pytest.mark.parametrize("nothing", [[], None])
def test_no_ssids_are_nothing_to_show(world: World, unit: str, nothing: list[str] | None) -> None:
    answer = configure(world, unit, NetworkConfiguration={"VenueUnitSSID": nothing})

    assert (answer.status, answer.body["message"]) == (200, "Nothing to update.")


@pytest.mark.usefixtures("world")
def test_what_is_stored_already_has_its_sentence_and_no_event(monkeypatch: pytest.MonkeyPatch) -> None:
    made, sent = create_tenant(unique_name("Hook"), Role.DOMAIN_ADMINISTRATOR), list[dict[str, Any]]()
    execute(with_properties(__.V(made.operator.id), **{Prop.WEBHOOK_URL: "https://hook.example/"}))
    monkeypatch.setattr(queue, "send", sent.extend)
    body = {"UnitID_internal": made.units[0], "State": "illinois", "Notifications.suppressSubscriberSMS": True}

    answers = [call(handler, made.token("DomainAdministrator"), body) for _ in range(3)]

    sentence = "Updated state = illinois. Updating suppressSubscriberSMS to true."
    assert [each.body["message"] for each in answers] == [sentence] * 3
    assert [each["event"] for each in sent] == ["VenueUnitUpdated"]


def test_two_calls_at_once_are_not_mixed(world: World, unit: str) -> None:
    bodies = [{"SMSCode": f"X{n}", "UnitFloor": str(n), "vlan": 2000 + n} for n in range(6)]

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda body: configure(world, unit, **body), bodies))

    code, floor, vlan = stored(unit, Prop.SMS_CODE, Prop.FLOOR, Prop.VLAN)
    assert [each.status for each in answers] == [200] * 6
    assert {"SMSCode": code, "UnitFloor": floor, "vlan": vlan} in bodies
