"""The errors of a venue's equipment."""

import datetime as dt
from typing import Any

import pytest

from functions.networkoperatorconsole.equipment.list_equipment_error_log import handler
from tests.equipment import add_equipment, add_gateway, log_at
from tests.factories import World, add_venue, unique_name
from tests.gateway import call
from vault.audit.events import AuditEvent
from vault.equipment.model import Equipment
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __
from vault.venues import queries as venues
from vault.venues.model import Venue

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def gateway(world: World) -> Equipment:
    return add_gateway(world.mine, add_venue(world.mine, unique_name("Tower")), model="CCR1036")


def list_errors(world: World, equipment: Equipment, **body: Any) -> dict[str, Any]:
    token = world.mine.token("DomainAdministrator")
    return call(handler, token, {"VenueID": equipment.venue_id, **body}).body


def test_an_error_shows_the_equipment_and_what_the_device_said(world: World, gateway: Equipment) -> None:
    refused = {"command": "/queue/simple/add", "response": "no such item", "part": "BandwidthQueue", "vlan": 101}
    log_at(world.mine, gateway, AuditEvent.GATEWAY_VLAN_REFUSED, HOUR, unit_id="V.101", **refused)

    response = list_errors(world, gateway)

    error = response["Errors"][0]
    assert response["message"] == "Found 1 equipment error events in the past 3 days"
    assert error.pop("dateAddedUTC.ISO8601")
    assert error == {
        "EquipmentID": gateway.name, "EquipmentType": "Gateway", "Manufacturer": "MikroTik", "Model": "CCR1036",
        "Status": "In Service", "IPAddress": "192.0.2.10", "VenueID": gateway.venue_id, "UnitID_internal": "V.101",
        "Command": "/queue/simple/add", "PORT": 101, "response": "FAILED no such item", "BandwidthQueue": "FAILED",
        "PortSpeedStatus": "FAILED",
    }  # fmt: skip


def test_what_a_makers_interface_cannot_do_is_unsupported_and_not_failed(world: World, gateway: Equipment) -> None:
    log_at(world.mine, gateway, AuditEvent.GATEWAY_PART_UNSUPPORTED, HOUR, part="Interface", vlan=101)

    error = list_errors(world, gateway)["Errors"][0]

    assert (error["response"], error["Interface"]) == ("UNSUPPORTED", "UNSUPPORTED")


@pytest.mark.parametrize(
    ("event", "detail", "statuses"),
    [
        (AuditEvent.GATEWAY_VLAN_REFUSED, {"vlan": 101, "part": "BandwidthQueue"}, (None, "FAILED")),
        (AuditEvent.GATEWAY_VLAN_REFUSED, {"vlan": 101, "part": "DHCPServer"}, ("FAILED", None)),
        (AuditEvent.GATEWAY_VLAN_REFUSED, {"vlan": 101}, ("FAILED", None)),
        (AuditEvent.GATEWAY_PART_UNSUPPORTED, {"part": "BandwidthQueue"}, (None, "UNSUPPORTED")),
        (AuditEvent.GATEWAY_PART_UNSUPPORTED, {"vlan": 101, "part": "Interface"}, ("UNSUPPORTED", None)),
        (AuditEvent.GATEWAY_FAILED, {"failure": "unreachable"}, (None, None)),
    ],
)
def test_an_error_says_whether_switching_or_limiting_failed(
    world: World,
    gateway: Equipment,
    event: AuditEvent,
    detail: dict[str, Any],
    statuses: tuple[str | None, str | None],
) -> None:
    log_at(world.mine, gateway, event, HOUR, **detail)

    error = list_errors(world, gateway)["Errors"][0]

    assert (error.get("ChangeAuthStatus"), error.get("PortSpeedStatus")) == statuses


def test_errors_are_those_of_72_hours_of_this_venue_newest_first_and_nothing_else(
    world: World, gateway: Equipment
) -> None:
    elsewhere = add_equipment(world.mine, world.mine.venues[0])
    for hours in (1, 71, 73):
        log_at(world.mine, gateway, AuditEvent.GATEWAY_FAILED, hours * HOUR, response=f"{hours} hours ago")
    log_at(world.mine, elsewhere, AuditEvent.GATEWAY_FAILED, HOUR, response="of another venue")

    errors = list_errors(world, gateway)["Errors"]

    assert [error["response"] for error in errors] == ["FAILED 1 hours ago", "FAILED 71 hours ago"]


def test_the_errors_of_a_piece_that_is_gone_show_nothing_of_a_later_one(world: World, gateway: Equipment) -> None:
    log_at(world.mine, gateway, AuditEvent.GATEWAY_FAILED, HOUR, response="no answer")
    execute(__.V(gateway.id, gateway.vertex[Prop.GATEWAY_PLACE]).drop())
    venue = Venue.from_row(execute(venues.view(__.V(gateway.venue_id)))[0])
    add_gateway(world.mine, venue, gateway.name, ip_address="198.51.100.7")

    error = list_errors(world, gateway)["Errors"][0]

    assert (error["EquipmentID"], error.get("IPAddress")) == (gateway.name, None)


def test_pages_of_errors_go_on_where_the_last_one_ended(world: World, gateway: Equipment) -> None:
    for hours in range(1, 4):
        log_at(world.mine, gateway, AuditEvent.GATEWAY_FAILED, hours * HOUR, response=str(hours))

    first = list_errors(world, gateway, Pagination={"Limit": 2})
    cursor = first["pagination"]["NextCursor"]
    second = list_errors(world, gateway, Pagination={"Limit": 2, "Cursor": cursor})

    assert [each["response"][-1] for page in (first, second) for each in page["Errors"]] == ["1", "2", "3"]
