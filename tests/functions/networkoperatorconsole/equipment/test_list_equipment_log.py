"""The log of one piece of equipment."""

import datetime as dt

import pytest

from functions.networkoperatorconsole.equipment.list_equipment_log import handler
from functions.networkoperatorconsole.venues import add_venue_equipment
from tests.equipment import BODY, add_equipment, add_gateway, log_at
from tests.factories import World, add_venue, create_tenant, unique_name
from tests.gateway import Answer, call
from vault.audit.events import AuditEvent
from vault.equipment import configuration
from vault.equipment.changes import RequestedChanges
from vault.equipment.model import OperationalStatus
from vault.kernel.permissions import Role
from vault.outbox import relay


def list_log(world: World, **body: object) -> Answer:
    return call(handler, world.mine.token("DomainAdministrator"), body)


def test_the_log_shows_the_piece_and_what_was_done_to_it_newest_first(world: World) -> None:
    equipment = add_gateway(world.mine, world.mine.venues[0], model="CCR1036")
    ctx = world.mine.caller("vault_test")
    configuration.configure(ctx, equipment, RequestedChanges({"wireless_zone": "North"}, OperationalStatus.DOWN))
    relay.commit_and_publish(ctx.tx)

    response = list_log(world, EquipmentID=equipment.name)

    log = response.body.pop("log")
    assert response.body == {
        "message": "", "errorProcessing": False, "Status": "Out of Service", "EquipmentID": equipment.name,
        "EquipmentName": equipment.name, "EquipmentType": "Gateway", "Manufacturer": "MikroTik", "Model": "CCR1036",
        "ConnectionProtocol": "https", "IPAddress": "192.0.2.10",
    }  # fmt: skip
    assert log[0]["detail"]["after"] == {"wireless_zone": "North", "status": "DOWN"}
    assert {entry["event"] for entry in log[1:]} == {"Equipment configured", "Equipment added"}


def test_another_piece_of_the_venue_is_not_in_it(world: World) -> None:
    equipment, other = (add_equipment(world.mine, world.mine.venues[0]) for _ in range(2))

    log = list_log(world, EquipmentID=equipment.name).body["log"]

    assert log
    assert other.name not in str(log)


def test_an_id_of_two_venues_is_ambiguous_until_its_internal_one_is_sent(world: World) -> None:
    name = unique_name("GW-")
    first, second = (add_equipment(world.mine, venue, name, model=venue.name[-5:]) for venue in world.mine.venues[:2])
    bodies: list[dict[str, object]] = [
        {"EquipmentID": name},
        {"EquipmentID": first.id},
        {"EquipmentID": name, "EquipmentID_internal": second.id},
    ]

    responses = [list_log(world, **body) for body in bodies]

    assert (responses[0].status, responses[0].code) == (400, "EquipmentAmbiguous")
    assert [each.body["Model"] for each in responses[1:]] == [first.vertex["model"], second.vertex["model"]]


def test_the_same_id_at_another_operator_makes_nothing_ambiguous(world: World) -> None:
    name = unique_name("GW-")
    add_equipment(world.other, world.other.venues[0], name)
    add_equipment(world.mine, world.mine.venues[0], name)

    assert list_log(world, EquipmentID=name).status == 200


def test_entries_older_than_fifteen_days_are_not_shown(world: World) -> None:
    equipment = add_equipment(world.mine, world.mine.venues[0])
    for days in (14, 16):
        log_at(world.mine, equipment, AuditEvent.EQUIPMENT_CONFIGURED, dt.timedelta(days=days), after={"days": days})

    log = list_log(world, EquipmentID=equipment.name).body["log"]

    assert [entry["detail"]["after"]["days"] for entry in log if "days" in str(entry)] == [14]


def test_pages_go_on_where_the_last_one_ended(world: World) -> None:
    equipment = add_equipment(world.mine, add_venue(world.mine, unique_name("Tower")))
    whole = list_log(world, EquipmentID=equipment.name).body["log"]

    first = list_log(world, EquipmentID=equipment.name, Pagination={"Limit": 1}).body
    cursor = first["pagination"]["NextCursor"]
    second = list_log(world, EquipmentID=equipment.name, Pagination={"Limit": 1, "Cursor": cursor}).body

    assert first["log"] + second["log"] == whole


@pytest.mark.parametrize("name", ["NO-SUCH-PIECE", "V._V3EQUIPMENT.NO-SUCH-PIECE"])
def test_equipment_that_nobody_has_is_not_found(world: World, name: str) -> None:
    response = list_log(world, EquipmentID=name)

    assert (response.status, response.code) == (404, "EquipmentNotFound")


def test_each_entry_names_who_did_it(world: World) -> None:
    assert world
    tenant = create_tenant(unique_name("Logged"), Role.DOMAIN_ADMINISTRATOR)
    name, token = unique_name("SWITCH-"), tenant.token("DomainAdministrator")
    body = {"VenueID": tenant.venues[0].id, "EquipmentID": name, "EquipmentType": "Switch", **BODY}
    assert call(add_venue_equipment.handler, token, body).status == 200

    log = call(handler, token, {"EquipmentID": name}).body["log"]

    (added,) = (entry for entry in log if entry["event"] == "Equipment added")
    assert added["Administrator"]["email"] == tenant.people["DomainAdministrator"].email
