"""Who reads in the log that a device was refused, and what is read outside."""

import json
from collections.abc import Callable, Mapping

import pytest

from functions.networkoperatorconsole.equipment import list_operator_log
from functions.networkoperatorconsole.venues import list_venue_log
from functions.subscriberconsole import list_subscriber_log
from tests.factories import Persona, Tenant, add_staff
from tests.functions.radius.refusal_log import entries_on
from tests.gateway import Answer, call
from tests.pending_residents import set_person
from tests.radius_client import (
    Body,
    Device,
    House,
    request_access,
    unknown_passphrase,
)
from vault.graph.schema import Prop
from vault.kernel.permissions import Role
from vault.kernel.statuses import SUSPENDED


@pytest.fixture(scope="module")
def refused(own_operator: Tenant, home: House) -> tuple[Persona, Device, Mapping[str, Answer]]:
    """A suspended person with a device, and the answers to refusals of several causes."""
    person, phone = home.add_resident()
    set_person(person.token, **{Prop.STATUS: SUSPENDED})
    bodies: dict[str, Body] = {
        "suspended": phone.by_ruckus(),
        "no key": Device(unknown_passphrase(), home.ssid).by_ruckus(),
        "no network": Device(unknown_passphrase(), "No Such Net").by_ruckus(),
    }
    return person, phone, {name: request_access(own_operator, body) for name, body in bodies.items()}


def test_outside_all_refusals_read_alike(refused: tuple[Persona, Device, Mapping[str, Answer]]) -> None:
    answers = refused[2].values()

    volatile = {"X-Correlation-Id"}
    seen = {
        json.dumps([each.status, each.body, {k: v for k, v in each.headers.items() if k not in volatile}])
        for each in answers
    }
    assert len(seen) == 1


@pytest.mark.parametrize("write", [str, str.lower, lambda mac: mac.replace(":", "-"), lambda mac: mac.replace(":", "")])
def test_the_operator_finds_them_by_the_address_in_any_spelling(
    own_operator: Tenant, refused: tuple[Persona, Device, Mapping[str, Answer]], write: Callable[[str], str]
) -> None:
    _, phone, _ = refused
    body = {"MACAddress": write(phone.mac_text)}

    read = call(list_operator_log.handler, own_operator.token("CustomerSupport"), body).body

    assert [row["event"] for row in read["log"]] == ["Device refused"]
    assert read["log"][0]["detail"]["cause"] == "subscriber suspended"


@pytest.mark.parametrize("address", ["", "02:00:00:00:00", "x", "02:00:00:00:00:0g", "0" * 13])
def test_what_is_no_address_is_refused(own_operator: Tenant, address: str) -> None:
    response = call(list_operator_log.handler, own_operator.token("DomainAdministrator"), {"MACAddress": address})

    assert (response.status, response.code) == (400, "MacAddressInvalid")


def test_venue_staff_and_the_person_do_not_see_them(
    own_operator: Tenant, home: House, refused: tuple[Persona, Device, Mapping[str, Answer]]
) -> None:
    person, phone, _ = refused
    staff = add_staff(own_operator, Role.VENUE_ADMINISTRATOR, home.venue)
    set_person(person.token, **{Prop.STATUS: "In Service"})

    whole, cut = (
        call(list_venue_log.handler, token, {"VenueID": home.venue.id}).body
        for token in (own_operator.token("DomainAdministrator"), staff.access_token)
    )
    own = call(list_subscriber_log.handler, person.access_token).body

    assert phone.mac_text in str(whole)
    assert phone.mac_text not in str(cut) + str(own)
    assert [each["log"] != [] for each in (cut, own)] == [True, True]


def test_an_entry_has_no_secret(own_operator: Tenant, home: House) -> None:
    person, phone = home.add_resident()
    set_person(person.token, **{Prop.STATUS: SUSPENDED})

    body = phone.by_ruckus()
    request_access(own_operator, body)

    kept = str(entries_on(phone)).lower()
    secrets = [
        phone.passphrase,
        *(str(body[name]["value"][0])[2:] for name in body if "Anonce" in name or "Key" in name),
    ]
    assert len(secrets) == 3
    assert [each for each in secrets if each.lower() in kept] == []
