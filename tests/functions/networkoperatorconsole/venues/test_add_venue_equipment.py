"""Adding equipment to a venue."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.networkoperatorconsole.venues.add_venue_equipment import handler
from tests.equipment import BODY, read_equipment
from tests.factories import World, add_venue, unique_name
from tests.gateway import Answer, call
from vault.adapters.gateway_session import GatewayLogin, Maker
from vault.equipment import queries
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __
from vault.operators.service import get_keyring
from vault.venues.model import Venue

GATEWAY = {"EquipmentType": "gateway", "Manufacturer": "Mikrotik"}


@pytest.fixture
def venue(world: World) -> Venue:
    return add_venue(world.mine, unique_name("Tower"))


def add(world: World, venue: Venue, name: str = "GW-MAIN-01", **body: Any) -> Answer:
    token = world.mine.token("DomainAdministrator")
    return call(handler, token, {"VenueID": venue.id, "EquipmentID": name, **BODY, **body})


def count_orders(venue: Venue) -> int:
    return int(execute(__.V().has(Label.MARK_ORDER, Prop.MARKED, venue.id).count())[0])


def test_a_gateway_is_there_with_all_that_it_takes_to_sign_in(world: World, venue: Venue) -> None:
    response = add(world, venue, **GATEWAY, Model="CCR1036", WirelessZone="Building A", MikrotikPre643=True)

    added = read_equipment(response.body["EquipmentID_internal"])
    assert response.body["message"] == "Equipment added successfully. Gateway configured successfully."
    assert (added.id, added.name) == (f"{venue.id}._V3EQUIPMENT.GW-MAIN-01", "GW-MAIN-01")
    assert (added.type, added.manufacturer, added.vertex[Prop.MODEL]) == ("Gateway", "MikroTik", "CCR1036")
    assert added.login(get_keyring(world.mine.operator)) == GatewayLogin(
        Maker.MIKROTIK,
        "192.0.2.10",
        8729,
        is_tls=True,
        username="vault",
        password="device-password",
        is_before_6_43=True,
    )


@pytest.mark.parametrize("nothing", ["", None])
def test_what_is_optional_may_be_empty(world: World, venue: Venue, nothing: str | None) -> None:
    optional = dict.fromkeys(("Manufacturer", "Model", "EquipmentType", "WirelessZone"), nothing)

    response = add(world, venue, **optional, MikrotikPre643=None)

    added = read_equipment(response.body["EquipmentID_internal"])
    assert (added.type, added.manufacturer, added.vertex.get(Prop.MODEL)) == ("", "", None)


def test_a_driven_gateway_has_all_vlans_of_its_venue_marked_and_other_equipment_none(
    world: World, venue: Venue
) -> None:
    add(world, venue, "AP-1", EquipmentType="Access Point", Manufacturer="MikroTik")
    before = count_orders(venue)
    add(world, venue, **GATEWAY)

    assert (before, count_orders(venue)) == (0, 1)


@pytest.mark.parametrize("maker", [{}, {"Manufacturer": "riq"}])
def test_a_gateway_without_a_known_protocol_is_listed_and_never_called(
    world: World, venue: Venue, maker: dict[str, str]
) -> None:
    response = add(world, venue, EquipmentType="GATEWAY", **maker)

    added = read_equipment(response.body["EquipmentID_internal"])
    assert response.body["message"].endswith("VAULT knows no protocol of this gateway and does not configure it.")
    assert (added.is_gateway, added.is_driven, count_orders(venue)) == (True, False, 0)


def test_other_equipment_is_of_any_maker_and_says_nothing_of_gateways(world: World, venue: Venue) -> None:
    response = add(world, venue, "AP-1", EquipmentType="Access Point", Manufacturer="Cisco")

    assert response.body["message"] == "Equipment added successfully."
    assert read_equipment(response.body["EquipmentID_internal"]).manufacturer == "Cisco"


def test_a_gateway_of_an_unknown_maker_is_refused(world: World, venue: Venue) -> None:
    response = add(world, venue, EquipmentType="Gateway", Manufacturer="Cisco")

    assert (response.status, response.code) == (400, "FieldInvalid")
    assert "Manufacturer" in response.body["message"]


@pytest.mark.parametrize("name", ["GW-MAIN-01", "gw-main-01", "GW-MAIN-01.", "GW- main-01"])
def test_an_id_that_is_there_is_refused_and_the_piece_untouched(world: World, venue: Venue, name: str) -> None:
    added = read_equipment(add(world, venue, Model="first").body["EquipmentID_internal"])

    response = add(world, venue, name, Model="second")

    assert (response.status, response.code) == (400, "EquipmentExists")
    assert "GW-MAIN-01" in response.body["message"]
    assert read_equipment(added.id).vertex == added.vertex


def test_long_ids_that_differ_in_the_end_alone_are_two(world: World, venue: Venue) -> None:
    long = "THE-NORTHERN-BUILDING-GATEWAY-"

    responses = [add(world, venue, f"{long}{number}") for number in ("01", "02")]

    assert [each.body["EquipmentID_internal"][-2:] for each in responses] == ["01", "02"]


def test_of_eight_that_add_one_id_at_once_one_adds_it(world: World, venue: Venue) -> None:
    with ThreadPoolExecutor(8) as threads:
        responses = list(threads.map(lambda number: add(world, venue, Model=f"M{number}"), range(8)))

    assert sorted(each.code or "" for each in responses) == ["", *["EquipmentExists"] * 7]


def test_of_six_gateways_added_at_once_three_are(world: World, venue: Venue) -> None:
    with ThreadPoolExecutor(6) as threads:
        responses = list(threads.map(lambda number: add(world, venue, f"GW-{number}", **GATEWAY), range(6)))

    assert sorted(each.code or "" for each in responses) == ["", "", "", *["GatewayLimitReached"] * 3]
    assert len(execute(queries.find_taken_places(venue.id))) == 3


def test_a_venue_has_so_many_pieces_also_where_several_are_added_at_once(
    world: World, venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MAX_EQUIPMENT", 3)
    add(world, venue, "AP-0")

    with ThreadPoolExecutor(4) as threads:
        responses = list(threads.map(lambda number: add(world, venue, f"AP-{number}"), range(1, 5)))

    assert sorted(each.code or "" for each in responses) == ["", "", *["EquipmentLimitReached"] * 2]
    assert execute(__.V(venue.id).out(Edge.HAS_EQUIPMENT).count()) == [3]


@pytest.mark.parametrize("address", ["127.0.0.2", "169.254.169.254", "::ffff:169.254.169.254", "0.0.0.0", "ff02::1"])  # noqa: S104
def test_an_address_that_leads_to_the_cloud_or_nowhere_is_refused(world: World, venue: Venue, address: str) -> None:
    response = add(world, venue, IPAddress=address)

    assert (response.status, response.code) == (400, "AddressRefused")
    assert response.body["message"].startswith("IPAddress ")


@pytest.mark.parametrize(
    "body",
    [
        *({"IPAddress": text} for text in ("router.example.com", "192.0.2", "", "192.0.2.1/24", "fe80::1%eth0")),
        *({"Port": port} for port in (0, 65_536, "0", "65536", "000080", "80a", "", 80.5, True, "-1", "٣")),
        *({"Username": text} for text in ("u" * 65, "user\n", "uñer")),
        *({"Password": text} for text in ("p" * 101, "pass\tword")),
        *({"EquipmentID": text} for text in ("***", " ", "x" * 513)),
        *({"ConnectionProtocol": text} for text in ("ftp", "", "HTTPS")),
        *({field: "x" * 21} for field in ("Manufacturer", "Model", "EquipmentType")),
        {"WirelessZone": "x" * 41},
        {"MikrotikPre643": "yes"},
    ],
    ids=str,
)
def test_a_field_out_of_its_bounds_is_refused_and_nothing_is_added(
    world: World, venue: Venue, body: dict[str, Any]
) -> None:
    response = add(world, venue, **{"name": body.pop("EquipmentID", "GW-1"), **body})

    assert response.status == 400
    assert execute(__.V(venue.id).out(Edge.HAS_EQUIPMENT).count()) == [0]


@pytest.mark.parametrize(("port", "stored"), [(8728, 8728), ("8728", 8728), ("00443", 443)])
def test_a_port_is_a_number_or_its_digits(world: World, venue: Venue, port: object, stored: int) -> None:
    added = add(world, venue, Port=port).body["EquipmentID_internal"]

    assert read_equipment(added).vertex[Prop.PORT] == stored


def test_credentials_are_kept_as_entered_and_stored_sealed(world: World, venue: Venue) -> None:
    entered = {"Username": " <b>admin</b> ", "Password": "  two  spaces & <i> "}

    added = read_equipment(add(world, venue, **entered).body["EquipmentID_internal"])

    keyring = get_keyring(world.mine.operator)
    assert added.unseal(keyring, Prop.USERNAME) == entered["Username"]
    assert added.unseal(keyring, Prop.PASSWORD) == entered["Password"]
    assert not any(text.strip() in str(added.vertex) for text in entered.values())


def test_equipment_of_a_venue_of_another_operator_is_not_added(world: World) -> None:
    response = add(world, world.other.venues[0])

    assert (response.status, response.code) == (404, "VenueNotFound")
