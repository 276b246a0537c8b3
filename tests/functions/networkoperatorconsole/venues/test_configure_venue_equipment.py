"""Configuring equipment: what changes, what a gateway has to do afterwards, and its access list."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.networkoperatorconsole.venues import configure_venue_equipment, update_venue_equipment
from tests.equipment import add_equipment, add_gateway, list_log, read_equipment
from tests.factories import World, add_venue, unique_name
from tests.gateway import Answer, call
from vault.equipment.model import Equipment
from vault.graph import marks
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __, new_vertex, with_properties
from vault.operators.service import get_keyring
from vault.venues.model import Venue

PASSWORD = "another-device-password"


@pytest.fixture(scope="module")
def venue(world: World) -> Venue:
    return add_venue(world.mine, unique_name("Tower"))


@pytest.fixture
def gateway(world: World) -> Equipment:
    """A gateway that has been contacted, at a venue of its own."""
    added = add_gateway(world.mine, add_venue(world.mine, unique_name("Tower")))
    contacted = {Prop.CERTIFICATE: "ab" * 32, Prop.TRANSPORT: "api", Prop.FAILURES: 3, Prop.NEXT_TRY_AT: 2**42}
    execute(with_properties(__.V(added.id), **contacted, **{Prop.LAST_ERROR: "no answer"}))
    return read_equipment(added.id)


def configure(
    world: World, equipment: Equipment, handler: Any = configure_venue_equipment.handler, **body: Any
) -> Answer:
    token = world.mine.token("DomainAdministrator")
    return call(handler, token, {"VenueID": equipment.venue_id, "EquipmentID": equipment.name, **body})


def count_orders(equipment: Equipment) -> int:
    return int(execute(__.V().has(Label.MARK_ORDER, Prop.MARKED, equipment.venue_id).count())[0])


ALL = {
    "Model": "CCR1036",
    "WirelessZone": "North",
    "MikrotikPre643": True,
    "ConnectionProtocol": "http",
    "IPAddress": "2001:DB8::0001",
    "Port": "8728",
    "Username": "another",
    "Password": PASSWORD,
    "Status": "DOWN",
}


@pytest.mark.parametrize("module", [configure_venue_equipment, update_venue_equipment])
def test_every_field_has_its_sentence_and_its_value(world: World, module: Any, venue: Venue) -> None:
    equipment = add_equipment(world.mine, venue)

    response = configure(world, equipment, module.handler, Manufacturer="PepLink", EquipmentType="Router", **ALL)

    after = read_equipment(equipment.id)
    assert response.body["message"] == (
        "Updated Manufacturer = Peplink. Updated Model = CCR1036. Updated EquipmentType = Router. "
        "Updated WirelessZone = North. Updated MikrotikPre643 = true. Updated ConnectionProtocol = http. "
        "Updated IPAddress to 2001:db8::1. Updated Port to 8728. Updated Username. Updated Password. "
        "Updating Status to DOWN."
    )
    assert (response.body["statusCode"], response.body["update_acl"]) == (200, {})
    assert {Prop.MODEL: "CCR1036", Prop.PORT: 8728, Prop.STATUS: "DOWN"}.items() <= after.vertex.items()
    assert after.unseal(get_keyring(world.mine.operator), Prop.PASSWORD) == PASSWORD


EMPTY = dict.fromkeys(("Manufacturer", "EquipmentType", *ALL.keys() - {"MikrotikPre643"}), "")


@pytest.mark.parametrize("body", [{}, EMPTY, dict.fromkeys(ALL), {"resetAllSubscriptions": False, "updateACL": False}])
def test_nothing_asked_is_nothing_done(world: World, venue: Venue, body: dict[str, Any]) -> None:
    equipment = add_equipment(world.mine, venue)

    response = configure(world, equipment, **body)

    assert (response.status, response.body["message"]) == (200, "Nothing to update.")
    assert read_equipment(equipment.id).vertex == equipment.vertex


def test_a_repeated_call_has_the_same_sentences_and_changes_nothing(world: World, venue: Venue) -> None:
    equipment = add_gateway(world.mine, venue)
    first = configure(world, equipment, **ALL)
    before, orders = read_equipment(equipment.id), count_orders(equipment)

    second = configure(world, equipment, **ALL)

    assert (second.status, second.body["message"]) == (200, first.body["message"])
    assert (read_equipment(equipment.id).vertex, count_orders(equipment)) == (before.vertex, orders)


def test_a_space_removes_an_optional_text(world: World, venue: Venue) -> None:
    equipment = add_equipment(world.mine, venue, model="first", wireless_zone="North")

    response = configure(world, equipment, Model=" ", WirelessZone=" ")

    assert response.body["message"] == "Removed Model. Removed WirelessZone."
    assert {Prop.MODEL, Prop.WIRELESS_ZONE} & read_equipment(equipment.id).vertex.keys() == set()


@pytest.mark.parametrize("kind", ["Access Point", "gateway"])
def test_a_type_is_set_once(world: World, kind: str) -> None:
    equipment = add_equipment(world.mine, add_venue(world.mine, unique_name("Tower")))

    responses = [configure(world, equipment, EquipmentType=each) for each in (kind, kind.upper(), "Switch")]

    assert [each.code for each in responses] == ["", "", "EquipmentTypeFixed"]


def test_a_type_may_be_called_none(world: World, venue: Venue) -> None:
    equipment = add_equipment(world.mine, venue, equipment_type="None")

    response = configure(world, equipment, Model="CCR1036")

    assert response.body["message"] == "Updated Model = CCR1036."


def test_what_becomes_a_gateway_takes_a_place_and_orders_everything(world: World) -> None:
    equipment = add_equipment(world.mine, add_venue(world.mine, unique_name("Tower")), manufacturer="MikroTik")

    configure(world, equipment, EquipmentType="Gateway")

    after = read_equipment(equipment.id)
    assert (after.is_driven, bool(after.epoch), count_orders(equipment)) == (True, True, 1)
    assert execute(__.V(after.vertex[Prop.GATEWAY_PLACE]).label()) == [Label.GATEWAY_PLACE]


def test_a_fourth_gateway_is_refused_by_configuring_too(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    for _ in range(3):
        add_gateway(world.mine, venue)

    response = configure(world, add_equipment(world.mine, venue), EquipmentType="Gateway")

    assert (response.status, response.code) == (400, "GatewayLimitReached")


def test_a_gateway_of_an_unknown_maker_is_refused_and_other_equipment_has_any(world: World, gateway: Equipment) -> None:
    other = add_equipment(world.mine, world.mine.venues[0], equipment_type="Switch")

    responses = [configure(world, each, Manufacturer="Cisco") for each in (gateway, other)]

    assert [(each.status, each.code) for each in responses] == [(400, "FieldInvalid"), (200, "")]


@pytest.mark.parametrize(
    ("body", "forgotten"),
    [
        ({"IPAddress": "192.0.2.99"}, {Prop.CERTIFICATE, Prop.TRANSPORT}),
        ({"Port": 443}, {Prop.CERTIFICATE, Prop.TRANSPORT}),
        ({"ConnectionProtocol": "http"}, {Prop.CERTIFICATE, Prop.TRANSPORT}),
        ({"Username": "another"}, set()),
        ({"Password": PASSWORD}, set()),
        ({"Manufacturer": "Nomadix"}, {Prop.CERTIFICATE, Prop.TRANSPORT}),
        ({"resetAllSubscriptions": True}, set()),
    ],
)
def test_what_may_be_another_device_begins_a_new_epoch(
    world: World, gateway: Equipment, body: dict[str, Any], forgotten: set[str]
) -> None:
    orders = count_orders(gateway)

    configure(world, gateway, **body)

    after = read_equipment(gateway.id)
    known = {Prop.CERTIFICATE, Prop.TRANSPORT}
    assert after.epoch != gateway.epoch
    assert count_orders(gateway) == orders + 1
    assert known - after.vertex.keys() == forgotten
    assert {Prop.FAILURES, Prop.NEXT_TRY_AT, Prop.LAST_ERROR} & after.vertex.keys() == set()


@pytest.mark.parametrize(
    "body",
    [
        {"IPAddress": "192.0.2.10", "Port": 8729, "ConnectionProtocol": "https"},
        {"Username": "vault", "Password": "device-password", "Manufacturer": "Mikrotik"},
        {"Model": "CCR1036", "WirelessZone": "North", "Status": "DOWN", "resetAllSubscriptions": False},
    ],
)
def test_the_same_device_keeps_its_epoch(world: World, gateway: Equipment, body: dict[str, Any]) -> None:
    configure(world, gateway, **body)

    after = read_equipment(gateway.id)
    assert (after.epoch, after.vertex[Prop.CERTIFICATE]) == (gateway.epoch, gateway.vertex[Prop.CERTIFICATE])


def test_a_gateway_of_a_maker_without_a_protocol_is_no_longer_called(world: World, gateway: Equipment) -> None:
    execute(marks.set_mark(with_properties(__.V(gateway.id), **{Prop.OPERATOR_WAITING: "o"}), 1))

    response = configure(world, gateway, Manufacturer="RiQ")

    after = read_equipment(gateway.id)
    assert response.body["message"].endswith("VAULT knows no protocol of this gateway and does not configure it.")
    assert {Prop.DRIVEN_BY, Prop.DUE_AT, Prop.OPERATOR_WAITING} & after.vertex.keys() == set()


def test_up_ends_the_back_off_of_the_gateway_and_of_its_vlans_and_what_waits_is_due(
    world: World, gateway: Equipment
) -> None:
    execute(with_properties(__.V(gateway.id), **{Prop.OPERATOR_WAITING: world.mine.operator.id}))
    waiting = {Prop.EQUIPMENT_KEY: gateway.key, Prop.WAITING_AT: gateway.key, Prop.FAILURES: 2, Prop.NEXT_TRY_AT: 2**42}
    vlan = f"{gateway.key}._V3GATEWAYVLAN_.101"
    execute(new_vertex(Label.GATEWAY_VLAN, vlan, **waiting))

    response = configure(world, gateway, Status="UP")

    after = read_equipment(gateway.id).vertex
    assert response.body["message"] == "Updating Status to UP."
    assert {Prop.FAILURES, Prop.NEXT_TRY_AT, Prop.LAST_ERROR, Prop.CERTIFICATE} & after.keys() == set()
    assert Prop.DUE_AT in after
    assert execute(__.V(vlan).values(Prop.FAILURES, Prop.NEXT_TRY_AT)) == []


def test_a_gateway_in_maintenance_is_not_due_until_it_is_up(world: World, gateway: Equipment) -> None:
    execute(marks.set_mark(with_properties(__.V(gateway.id), **{Prop.OPERATOR_WAITING: "o"}), 1))
    steps = [{"Status": "DOWN"}, {"Password": PASSWORD}, {"Status": "UP"}]

    due = [Prop.DUE_AT in configured(world, gateway, body).vertex for body in steps]

    assert due == [False, False, True]


def configured(world: World, equipment: Equipment, body: dict[str, Any]) -> Equipment:
    configure(world, equipment, **body)
    return read_equipment(equipment.id)


def test_only_a_gateway_is_reset(world: World, venue: Venue) -> None:
    response = configure(world, add_equipment(world.mine, venue), Model="new", resetAllSubscriptions=True)

    assert (response.status, response.code) == (400, "GatewayNeeded")


def test_one_refused_field_leaves_all_others_unchanged(world: World, gateway: Equipment) -> None:
    response = configure(world, gateway, Model="new", IPAddress="169.254.169.254", Password=PASSWORD)

    assert (response.status, response.code) == (400, "AddressRefused")
    assert read_equipment(gateway.id).vertex == gateway.vertex


def test_two_calls_at_once_are_one_after_the_other(world: World, gateway: Equipment) -> None:
    bodies: list[dict[str, Any]] = [{"IPAddress": f"192.0.2.{n}", "Port": 1000 + n, "Model": f"M{n}"} for n in range(8)]

    with ThreadPoolExecutor(8) as threads:
        responses = list(threads.map(lambda body: configure(world, gateway, **body), bodies))

    after = read_equipment(gateway.id).vertex
    entries = [entry for entry in list_log(gateway) if entry[Prop.EVENT] == "Equipment configured"]
    assert {each.status for each in responses} == {200}
    assert (after[Prop.PORT] - 1000, after[Prop.MODEL]) == (
        int(after[Prop.IP_ADDRESS][8:]),
        f"M{after[Prop.PORT] - 1000}",
    )
    assert len(entries) == 1 + len(bodies)


def test_the_log_shows_what_changed_and_only_names_secrets(world: World, gateway: Equipment) -> None:
    configure(world, gateway, Model="CCR1036", Password=PASSWORD, Username="somebody-else")

    entry = max(list_log(gateway), key=lambda each: each[Prop.WHEN])
    assert '"model": "CCR1036"' in entry[Prop.DETAIL]
    assert '"secrets": ["Username", "Password"]' in entry[Prop.DETAIL]
    assert PASSWORD not in str(entry)
    assert "somebody-else" not in str(entry)


def test_equipment_of_another_venue_or_none_is_not_found(world: World, venue: Venue) -> None:
    elsewhere = add_equipment(world.mine, world.mine.venues[0])
    token = world.mine.token("DomainAdministrator")

    bodies = [{"VenueID": venue.id, "EquipmentID": name, "Model": "new"} for name in (elsewhere.name, "NO-SUCH")]
    responses = [call(configure_venue_equipment.handler, token, body) for body in bodies]

    assert [(each.status, each.code) for each in responses] == [(404, "EquipmentNotFound")] * 2
