"""Naming one's own devices."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.subscriberconsole import list_keys
from functions.subscriberconsole.update_device_name import handler
from tests.gateway import Answer, call
from tests.joining import Device, House, house, joins
from tests.newcomers import events_of
from tests.residents import add_pool, issue
from tests.world import Persona, Tenant, World, fresh, tenant
from vault.graph.connection import answer
from vault.graph.schema import Label, Prop
from vault.graph.steps import __


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own."""
    assert world
    return tenant(fresh("Named"))


@pytest.fixture(scope="module")
def home(estate: Tenant) -> House:
    """A house with a network."""
    return house(estate)


def settled(home: House) -> tuple[Persona, Device]:
    """A resident and a device that has joined."""
    person, phone = home.resident()
    assert joins(home.made, phone.by_ruckus()).status == 200
    return person, phone


def named(person: Persona, home: House, mac: str, name: object) -> Answer:
    """A device named at a house."""
    body = {"VenueID": home.venue.id, "Calling-Station-Id": mac, "UserDefinedHostName": name}
    return call(handler, person.access_token, body)


def names_of(person: Persona) -> dict[str, str]:
    """What a person calls their devices."""
    pools = call(list_keys.handler, person.access_token).body["KeysInKeyPools"].values()
    keys = [key for pool in pools for key in pool["Keys"].values()]
    return {mac: device["UserDefinedHostName"] for key in keys for mac, device in key["Devices"].items()}


@pytest.mark.parametrize("spelt", [str.upper, str.lower, lambda mac: mac.replace(":", "-")])
def test_a_device_gets_a_name(home: House, spelt: object) -> None:
    person, phone = settled(home)

    told = named(person, home, spelt(phone.shown), " Living Room <b>TV</b> ")  # type: ignore[operator]

    assert told.status == 200, told.body
    assert told.body.items() >= {"Calling-Station-Id": phone.shown, "UserDefinedHostName": "Living Room TV"}.items()
    assert told.body["message"] == ""
    assert names_of(person) == {phone.shown: "Living Room TV"}


def test_it_has_the_name_with_whichever_key_it_joins(estate: Tenant, home: House) -> None:
    person, phone = settled(home)
    named(person, home, phone.shown, "Lamp")
    pool = add_pool(estate, VenueID=home.venue.id)
    issue(estate, pool)
    (ssid,) = answer(__.V(pool).values(Prop.SSID))

    joins(estate, Device(phone.text, ssid, phone.mac).by_ruckus())
    again = named(person, home, phone.shown, "Lamp 2")

    assert again.status == 200
    assert answer(__.V().has(Label.DEVICE, Prop.MAC, phone.shown).values(Prop.HOST_NAME)) == ["Lamp 2"] * 2


def test_two_devices_of_a_person_have_two_names(estate: Tenant, home: House) -> None:
    person, phone = settled(home)
    other = Device(phone.text, phone.ssid)
    joins(estate, other.by_ruckus())
    assert named(person, home, phone.shown, "Lamp").status == 200

    told = named(person, home, other.shown, "LAMP")

    assert (told.status, told.code) == (400, "DeviceNameTaken")
    assert named(person, home, phone.shown, "Lamp").status == 200


def test_two_devices_named_alike_at_once_are_not(estate: Tenant, home: House) -> None:
    person, phone = settled(home)
    phones = [phone, *(Device(phone.text, phone.ssid) for _ in range(3))]
    for each in phones[1:]:
        joins(estate, each.by_ruckus())

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(lambda each: named(person, home, each.shown, "Lamp").code, phones))

    assert sorted(told) == ["", *["DeviceNameTaken"] * 3]


def test_others_may_have_a_device_of_the_same_name(home: House) -> None:
    people = [settled(home) for _ in range(2)]

    assert [named(person, home, phone.shown, "Lamp").status for person, phone in people] == [200, 200]


def test_a_device_that_is_not_ones_own_is_not_there(home: House) -> None:
    _, theirs = settled(home)
    person, _ = settled(home)

    told = [named(person, home, mac, "Lamp") for mac in (theirs.shown, "02:00:00:00:00:01")]

    assert [(each.status, each.code) for each in told] == [(404, "DeviceNotFound")] * 2


def test_a_device_is_named_at_the_venue_of_its_key(estate: Tenant, home: House) -> None:
    person, phone = settled(home)

    told = named(person, house(estate), phone.shown, "Lamp")

    assert (told.status, told.code) == (404, "DeviceNotFound")


def test_another_operators_venue_is_not_there(world: World, home: House) -> None:
    person, phone = settled(home)

    told = call(
        handler,
        person.access_token,
        {"VenueID": world.other.venues[0].id, "Calling-Station-Id": phone.shown, "UserDefinedHostName": "Lamp"},
    )

    assert (told.status, told.code) == (404, "VenueNotFound")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "FieldInvalid"),
        ("<b></b>", "FieldInvalid"),
        ("x" * 41, "TextTooLong"),
        ("a\tb", "TextInvalid"),
        (7, "FieldInvalid"),
    ],
)
def test_a_name_that_is_none_is_refused(home: House, name: object, code: str) -> None:
    person, phone = settled(home)

    told = named(person, home, phone.shown, name)

    assert (told.status, told.code) == (400, code)


@pytest.mark.parametrize(
    "mac",
    ["", "x", "02:00:00:00:00", "0200.0000.0001", "02:00:00:00:00:01:02", "02-00-00-00-00-0g", "ff:ff:ff:ff:ff:ff"],
)
def test_an_address_that_is_none_is_refused(home: House, mac: str) -> None:
    person, _ = settled(home)

    told = named(person, home, mac, "Lamp")

    assert (told.status, told.code) == (400, "MacAddressInvalid")


def test_naming_is_in_the_log(home: House) -> None:
    person, phone = settled(home)

    named(person, home, phone.shown, "Lamp")

    assert events_of(person.token)[-1] == "Device named"
