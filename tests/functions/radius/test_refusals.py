"""Refused devices in the operator's log: why, once for a device and a cause, and nothing of it outside."""

import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from functions.networkoperatorconsole.equipment import list_operator_log
from functions.networkoperatorconsole.scratchcards import invalidate_scratch_card_batch
from functions.networkoperatorconsole.venues import list_venue_log
from functions.radius import authorize
from functions.subscriberconsole import list_subscriber_log
from tests import cards
from tests.factories import Persona, Tenant, World, add_staff, create_tenant, unique_name
from tests.functions.radius.graph_edits import add_plan_of, set_key, set_person, set_policy
from tests.gateway import Answer, call
from tests.radius_client import (
    Body,
    Device,
    House,
    add_server,
    attributes,
    create_house,
    request_access,
    ssid_of,
    unknown_passphrase,
)
from vault.adapters import redis
from vault.audit import refusals
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, with_properties
from vault.kernel.errors import Unavailable
from vault.kernel.permissions import Role
from vault.kernel.time import epoch_ms, now
from vault.keys import pmk_cache
from vault.outbox import relay
from vault.people.model import AWAITING_TERMS, SUSPENDED

HOUR = 3_600_000
BEFORE, LATER = epoch_ms(now()) - HOUR, epoch_ms(now()) + HOUR
ENDED = {Prop.STARTS_AT: BEFORE, Prop.ENDS_AT: BEFORE + 1}


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Refused"))


@pytest.fixture(scope="module")
def home(own_operator: Tenant) -> House:
    return create_house(own_operator)


@pytest.fixture(autouse=True)
def _unbounded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests share an operator; only those of the bounds meet them."""
    if "bounds" not in request.fixturenames:
        monkeypatch.setattr(refusals, "MAX_OF_SOURCE", 10_000)
        monkeypatch.setattr(refusals, "MAX_OF_OPERATOR", 10_000)


@pytest.fixture
def bounds(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Sets how many entries a server and an operator may have."""

    def set_bounds(of_source: int, of_operator: int) -> None:
        monkeypatch.setattr(refusals, "MAX_OF_SOURCE", of_source)
        monkeypatch.setattr(refusals, "MAX_OF_OPERATOR", of_operator)

    return set_bounds


def entries_on(device: Device) -> list[Any]:
    """The entries on refusals of a device, in the order of time."""
    rows = execute(__.V().has(Label.LOG_ENTRY, Prop.MAC, device.mac_text).has(Prop.EVENT, "Device refused"), "LOG")
    found = execute(__.V(*[row.id for row in rows]).element_map(), "LOG") if rows else []
    return sorted(found, key=lambda row: row[Prop.WHEN])


def details_on(device: Device) -> list[dict[str, Any]]:
    return [json.loads(entry[Prop.DETAIL]) for entry in entries_on(device)]


def causes_of(device: Device) -> list[str]:
    return [each["cause"] for each in details_on(device)]


def moved_out(person: Persona) -> None:
    from vault.kernel import ids

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


def entries_of(tenant: Tenant) -> list[Any]:
    refused = __.V().has(Label.LOG_ENTRY, Prop.OPERATOR, tenant.operator.id).has(Prop.EVENT, "Device refused")
    return execute(refused.id_(), "LOG")


CARD_CAUSES: dict[str, Callable[[Tenant, dict[str, str]], object]] = {
    "card invalidated": lambda tenant, batch: call(
        invalidate_scratch_card_batch.handler, tenant.token("DomainAdministrator"), batch
    ),
    "card has ended": lambda _, batch: set_batch(batch, **ENDED),
    "card not yet valid": lambda _, batch: set_batch(batch, **{Prop.STARTS_AT: LATER}),
}


def set_batch(batch: dict[str, str], **properties: object) -> None:
    execute(with_properties(__.V(cards.batch_id(batch["KeyPoolID"], batch["ScratchCard_BatchID"])), **properties))


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


def test_a_device_that_tries_again_and_again_is_recorded_once_for_each_cause(own_operator: Tenant, home: House) -> None:
    person, phone = home.add_resident()
    stranger = Device(unknown_passphrase(), home.ssid, phone.mac)

    for _ in range(2):
        request_access(own_operator, stranger.by_ruckus())
    set_person(person.token, **{Prop.STATUS: SUSPENDED})
    for _ in range(2):
        request_access(own_operator, phone.by_ruckus())

    assert causes_of(phone) == ["no key matches", "subscriber suspended"]


def test_it_is_recorded_again_when_a_quarter_of_an_hour_is_over(own_operator: Tenant, home: House) -> None:
    stranger = Device(unknown_passphrase(), home.ssid)
    request_access(own_operator, stranger.by_ruckus())
    names = [name for name in redis.client().keys("refusal:*") if own_operator.operator.id in name]
    lifetimes = [redis.client().ttl(name) for name in names]

    redis.client().delete(*names)
    request_access(own_operator, stranger.by_ruckus())

    assert all(0 < each <= 900 for each in lifetimes)
    assert stranger.mac.hex() not in str(names).lower()
    assert causes_of(stranger) == ["no key matches"] * 2


def test_random_addresses_do_not_flood_the_log_of_a_server_nor_of_an_operator(
    world: World, bounds: Callable[[int, int], None]
) -> None:
    assert world
    flooded = create_tenant(unique_name("Flooded"))
    bounds(2, 3)
    servers = [add_server(flooded) for _ in range(2)]
    strangers = [Device(unknown_passphrase(), "No Such Net") for _ in range(8)]

    answers = [
        request_access(flooded, stranger.by_ruckus(), server)
        for stranger, server in zip(strangers, itertools.cycle(servers), strict=False)
    ]

    details = [detail for stranger in strangers for detail in details_on(stranger)]
    assert [each.code for each in answers] == ["DeviceRefused"] * 8
    assert len(details) == 3
    assert ["pause_seconds" in detail for detail in details] == [False, False, True]
    assert len([name for name in redis.client().keys("refusal:*") if flooded.operator.id in name]) <= 4


def test_without_redis_a_device_is_refused_and_nothing_is_recorded(
    own_operator: Tenant, home: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = Device(unknown_passphrase(), home.ssid)
    redis.client.cache_clear()
    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")

    response = request_access(own_operator, stranger.by_ruckus())

    redis.client.cache_clear()
    assert response.code == "DeviceRefused"
    assert causes_of(stranger) == []
    assert "without Redis refusals are not recorded" in caplog.text


def test_a_log_that_cannot_be_reached_refuses_all_the_same_and_the_next_refusal_is_recorded(
    own_operator: Tenant, home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = Device(unknown_passphrase(), home.ssid)

    def fail(_entries: object) -> None:
        raise Unavailable(service="graph")

    with monkeypatch.context() as patch:
        patch.setattr(relay, "append_log_entries", fail)
        response = request_access(own_operator, stranger.by_ruckus())
    request_access(own_operator, stranger.by_ruckus())

    assert (response.status, response.code) == (401, "DeviceRefused")
    assert causes_of(stranger) == ["no key matches"]


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


def test_a_refusal_is_declared(own_operator: Tenant) -> None:
    assert own_operator
    assert "DeviceRefused" in {error.code for error in authorize.handler.errors}
