"""Naming the caller's own devices."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.subscriberconsole import list_keys
from functions.subscriberconsole.update_device_name import handler
from tests.factories import Persona, Tenant, World, create_tenant, unique_name
from tests.gateway import Answer, call
from tests.pending_residents import events_of
from tests.radius_client import Device, House, create_house, request_access
from tests.residents import add_pool, run_issue_job
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Named"))


@pytest.fixture(scope="module")
def home(own_operator: Tenant) -> House:
    return create_house(own_operator)


def settled(home: House) -> tuple[Persona, Device]:
    """A resident and a device that has joined."""
    person, phone = home.add_resident()
    assert request_access(home.tenant, phone.by_ruckus()).status == 200
    return person, phone


def named(person: Persona, home: House, mac: str, name: object) -> Answer:
    """Name a device at a house."""
    body = {"VenueID": home.venue.id, "Calling-Station-Id": mac, "UserDefinedHostName": name}
    return call(handler, person.access_token, body)


def names_of(person: Persona) -> dict[str, str]:
    """A person's device names by MAC address."""
    pools = call(list_keys.handler, person.access_token).body["KeysInKeyPools"].values()
    keys = [key for pool in pools for key in pool["Keys"].values()]
    return {mac: device["UserDefinedHostName"] for key in keys for mac, device in key["Devices"].items()}


@pytest.mark.parametrize("spelt", [str.upper, str.lower, lambda mac: mac.replace(":", "-")])
def test_a_device_gets_a_name(home: House, spelt: object) -> None:
    person, phone = settled(home)

    response = named(person, home, spelt(phone.mac_text), " Living Room <b>TV</b> ")  # type: ignore[operator]

    assert response.status == 200, response.body
    assert (
        response.body.items() >= {"Calling-Station-Id": phone.mac_text, "UserDefinedHostName": "Living Room TV"}.items()
    )
    assert response.body["message"] == ""
    assert names_of(person) == {phone.mac_text: "Living Room TV"}


def test_it_has_the_name_with_whichever_key_it_joins(own_operator: Tenant, home: House) -> None:
    person, phone = settled(home)
    named(person, home, phone.mac_text, "Lamp")
    pool = add_pool(own_operator, VenueID=home.venue.id)
    run_issue_job(own_operator, pool)
    (ssid,) = execute(__.V(pool).values(Prop.SSID))

    request_access(own_operator, Device(phone.passphrase, ssid, phone.mac).by_ruckus())
    again = named(person, home, phone.mac_text, "Lamp 2")

    assert again.status == 200
    assert execute(__.V().has(Label.DEVICE, Prop.MAC, phone.mac_text).values(Prop.HOST_NAME)) == ["Lamp 2"] * 2


def test_two_devices_of_a_person_have_two_names(own_operator: Tenant, home: House) -> None:
    person, phone = settled(home)
    other = Device(phone.passphrase, phone.ssid)
    request_access(own_operator, other.by_ruckus())
    assert named(person, home, phone.mac_text, "Lamp").status == 200

    response = named(person, home, other.mac_text, "LAMP")

    assert (response.status, response.code) == (400, "DeviceNameTaken")
    assert named(person, home, phone.mac_text, "Lamp").status == 200


def test_two_devices_named_alike_at_once_are_not(own_operator: Tenant, home: House) -> None:
    person, phone = settled(home)
    phones = [phone, *(Device(phone.passphrase, phone.ssid) for _ in range(3))]
    for each in phones[1:]:
        request_access(own_operator, each.by_ruckus())

    with ThreadPoolExecutor(4) as threads:
        response = list(threads.map(lambda each: named(person, home, each.mac_text, "Lamp").code, phones))

    assert sorted(response) == ["", *["DeviceNameTaken"] * 3]


def test_others_may_have_a_device_of_the_same_name(home: House) -> None:
    people = [settled(home) for _ in range(2)]

    assert [named(person, home, phone.mac_text, "Lamp").status for person, phone in people] == [200, 200]


def test_a_device_that_is_not_ones_own_is_not_there(home: House) -> None:
    _, theirs = settled(home)
    person, _ = settled(home)

    response = [named(person, home, mac, "Lamp") for mac in (theirs.mac_text, "02:00:00:00:00:01")]

    assert [(each.status, each.code) for each in response] == [(404, "DeviceNotFound")] * 2


def test_a_device_is_named_at_the_venue_of_its_key(own_operator: Tenant, home: House) -> None:
    person, phone = settled(home)

    response = named(person, create_house(own_operator), phone.mac_text, "Lamp")

    assert (response.status, response.code) == (404, "DeviceNotFound")


def test_another_operators_venue_is_not_there(world: World, home: House) -> None:
    person, phone = settled(home)

    response = call(
        handler,
        person.access_token,
        {"VenueID": world.other.venues[0].id, "Calling-Station-Id": phone.mac_text, "UserDefinedHostName": "Lamp"},
    )

    assert (response.status, response.code) == (404, "VenueNotFound")


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

    response = named(person, home, phone.mac_text, name)

    assert (response.status, response.code) == (400, code)


@pytest.mark.parametrize(
    "mac",
    ["", "x", "02:00:00:00:00", "0200.0000.0001", "02:00:00:00:00:01:02", "02-00-00-00-00-0g", "ff:ff:ff:ff:ff:ff"],
)
def test_an_address_that_is_none_is_refused(home: House, mac: str) -> None:
    person, _ = settled(home)

    response = named(person, home, mac, "Lamp")

    assert (response.status, response.code) == (400, "MacAddressInvalid")


def test_naming_is_in_the_log(home: House) -> None:
    person, phone = settled(home)

    named(person, home, phone.mac_text, "Lamp")

    assert events_of(person.token)[-1] == "Device named"
