"""Refused devices in the operator's log: why, once for a device and a cause, and nothing of it outside."""

from collections.abc import Callable
from typing import Any

import pytest

from functions.networkoperatorconsole.scratchcards import invalidate_scratch_card_batch
from tests import cards
from tests.factories import Persona, Tenant
from tests.functions.radius.graph_edits import add_plan_of, set_batch, set_key, set_offset, set_policy
from tests.functions.radius.refusal_log import causes_of, details_on, entries_of, entries_on
from tests.gateway import call
from tests.pending_residents import set_person
from tests.radius_client import (
    Device,
    House,
    attributes,
    create_house,
    request_access,
    ssid_of,
    unknown_passphrase,
)
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __
from vault.kernel import ids
from vault.kernel.statuses import AWAITING_TERMS, SUSPENDED
from vault.kernel.time import epoch_ms, now
from vault.keys import pmk_cache

HOUR = 3_600_000
BEFORE, LATER = epoch_ms(now()) - HOUR, epoch_ms(now()) + HOUR
ENDED = {Prop.STARTS_AT: BEFORE, Prop.ENDS_AT: BEFORE + 1}


def moved_out(person: Persona) -> None:
    execute(__.V(ids.subscriber_id(person.token)).out(Edge.HOLDS).out_e(Edge.AT_UNIT).drop())


KEY_CAUSES: dict[str, Callable[[Persona], None]] = {
    "subscriber suspended": lambda person: set_person(person.token, **{Prop.STATUS: SUSPENDED}),
    "terms not accepted": lambda person: set_person(person.token, **{Prop.STATUS: AWAITING_TERMS}),
    "key has ended": lambda person: set_policy(person.token, **ENDED),
    "key not yet valid": lambda person: set_policy(person.token, **{Prop.STARTS_AT: LATER}),
    "key withdrawn": lambda person: set_key(person.token, **{Prop.STATUS: "revoked"}),
}


@pytest.mark.parametrize("process", ["warm", "cold"])
@pytest.mark.parametrize("cause", KEY_CAUSES)
def test_a_key_that_does_not_hold_says_why_whose_it_is_and_where(
    own_operator: Tenant, home: House, cause: str, process: str
) -> None:
    person, phone = home.add_resident()
    KEY_CAUSES[cause](person)
    if process == "cold":
        pmk_cache.clear()

    response = request_access(own_operator, phone.by_ruckus())

    (entry,), (detail,) = entries_on(phone), details_on(phone)
    assert response.code == "DeviceRefused"
    assert detail["cause"] == cause
    assert (detail["access_point"], detail["ssid"]) == (phone.bssid.hex(":").upper(), home.ssid)
    assert (entry[Prop.KIND], entry[Prop.OPERATOR]) == ("radius", own_operator.operator.id)
    assert (entry[Prop.VENUE], entry[Prop.UNIT], entry[Prop.SUBSCRIBER]) == (home.venue.id, home.unit, person.token)


def test_a_key_without_a_policy_is_withdrawn(own_operator: Tenant, home: House) -> None:
    person, phone = home.add_resident()
    moved_out(person)

    request_access(own_operator, phone.by_ruckus())

    assert causes_of(phone) == ["key withdrawn"]


def test_a_network_that_the_unit_shows_no_more_is_the_cause(own_operator: Tenant) -> None:
    elsewhere = create_house(own_operator)
    _, phone = elsewhere.add_resident()
    execute(__.V(elsewhere.pool).out_e(Edge.SHOWN_AT).drop())

    request_access(own_operator, phone.by_ruckus())

    assert causes_of(phone) == ["network not shown there"]
    assert entries_on(phone)[0][Prop.VENUE] == elsewhere.venue.id


def test_a_key_of_nobody_names_no_venue_and_no_person(own_operator: Tenant, home: House) -> None:
    stranger = Device(unknown_passphrase(), home.ssid)

    request_access(own_operator, stranger.by_hostapd())

    (entry,) = entries_on(stranger)
    assert causes_of(stranger) == ["no key matches"]
    assert not {Prop.VENUE, Prop.UNIT, Prop.SUBSCRIBER} & entry.keys()


def test_an_unknown_network_is_named(own_operator: Tenant) -> None:
    stranger = Device(unknown_passphrase(), "No Such Net")

    request_access(own_operator, stranger.by_hostapd())

    assert [(each["cause"], each["ssid"]) for each in details_on(stranger)] == [("network unknown", "No Such Net")]


def test_a_device_too_many_is_named_at_the_venue_of_its_key(own_operator: Tenant) -> None:
    small = create_house(own_operator)
    add_plan_of(small, concurrent_devices=1)
    person, phone = small.add_resident()
    second = Device(phone.passphrase, phone.ssid)

    answers = [request_access(own_operator, each.by_ruckus()).status for each in (phone, second)]

    assert answers == [200, 401]
    assert causes_of(second) == ["over the device limit"]
    assert entries_on(second)[0][Prop.SUBSCRIBER] == person.token


@pytest.mark.parametrize(
    ("lacking", "cause"),
    [
        ({"FreeRADIUS-802.1X-EAPoL-Key-Msg": None}, "handshake missing"),
        ({"FreeRADIUS-802.1X-EAPoL-Key-Msg": "0x0103"}, "handshake invalid"),
        ({"Called-Station-Id": "02-00-00-00-00-01:" + "n" * 33}, "handshake invalid"),
    ],
)
def test_a_request_without_a_right_handshake_is_recorded_too(
    own_operator: Tenant, home: House, lacking: dict[str, Any], cause: str
) -> None:
    phone = Device(unknown_passphrase(), home.ssid)
    body = phone.by_hostapd() | attributes(**{name: value for name, value in lacking.items() if value})
    body = {name: value for name, value in body.items() if lacking.get(name, "") is not None}

    response = request_access(own_operator, body)

    assert response.status == 400
    assert causes_of(phone) == [cause]
    assert len(details_on(phone)[0]["ssid"]) <= 32


def test_a_request_that_names_no_device_leaves_nothing(own_operator: Tenant) -> None:
    before = len(entries_of(own_operator))

    request_access(own_operator, attributes(**{"Called-Station-Id": "02-00-00-00-00-01:Net"}))

    assert len(entries_of(own_operator)) == before


CARD_CAUSES: dict[str, Callable[[Tenant, dict[str, str]], object]] = {
    "card invalidated": lambda tenant, batch: call(
        invalidate_scratch_card_batch.handler, tenant.token("DomainAdministrator"), batch
    ),
    "card has ended": lambda _, batch: set_batch(batch, **ENDED),
    "card not yet valid": lambda _, batch: set_batch(batch, **{Prop.STARTS_AT: LATER}),
}


@pytest.mark.parametrize("process", ["warm", "cold"])
@pytest.mark.parametrize("cause", CARD_CAUSES)
def test_a_card_that_does_not_hold_says_why_and_where(own_operator: Tenant, cause: str, process: str) -> None:
    batch = cards.finished_batch(own_operator)
    shown = cards.view_batch(own_operator, batch)["Cards"]
    phone = Device(next(iter(shown.values()))["PSK"], ssid_of(batch["KeyPoolID"]))
    if process == "warm":
        request_access(own_operator, Device(phone.passphrase, phone.ssid).by_ruckus())

    CARD_CAUSES[cause](own_operator, batch)
    if process == "cold":
        pmk_cache.clear()
    answers = [request_access(own_operator, phone.by_ruckus()).code for _ in range(3)]

    assert answers == ["DeviceRefused"] * 3
    assert causes_of(phone)[:1] == [cause]
    assert len(causes_of(phone)) == 1
    assert entries_on(phone)[0][Prop.VENUE] == own_operator.venues[0].id


def test_a_vlan_that_an_offset_leads_out_of_range_is_answered_to_nobody(own_operator: Tenant) -> None:
    house = create_house(own_operator)
    add_plan_of(house, wireless_only=True)
    _, phone = house.add_resident()
    set_offset(house, 4094)

    response = request_access(own_operator, phone.by_ruckus())

    assert response.status == 401
    assert causes_of(phone) == ["VLAN out of range"]
