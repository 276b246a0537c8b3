"""Letting VAULT's own addresses through a gateway's firewall: updateACL."""

from collections.abc import Iterator
from typing import Any

import pytest

from functions.networkoperatorconsole.venues.configure_venue_equipment import handler
from local.routeros.simulator import RouterOs
from tests.equipment import add_equipment, add_gateway, list_log, read_equipment
from tests.factories import World, add_venue, unique_name
from tests.gateway import Answer, call
from vault.equipment.model import Equipment
from vault.graph.schema import Prop

ADDRESS_LIST = "/ip/firewall/address-list"


def configure(world: World, equipment: Equipment, **body: Any) -> Answer:
    token = world.mine.token("DomainAdministrator")
    return call(handler, token, {"VenueID": equipment.venue_id, "EquipmentID": equipment.name, **body})


@pytest.fixture
def router() -> Iterator[RouterOs]:
    with RouterOs(username="vault", password="device-password") as started:
        yield started


@pytest.fixture
def reachable(world: World, router: RouterOs) -> Equipment:
    venue = add_venue(world.mine, unique_name("Tower"))
    place = {"ip_address": "127.0.0.1", "port": router.ports["api"], "connection_protocol": "http"}
    return add_gateway(world.mine, venue, **place)


def test_a_mikrotik_lets_vault_in_and_what_it_answered_by_is_remembered(
    world: World, router: RouterOs, reachable: Equipment
) -> None:
    response = configure(world, reachable, Model="CCR1036", updateACL=True)

    listed = [row["address"] for row in router.device.run(ADDRESS_LIST, "print", {})]
    assert response.body["message"] == "Updated Model = CCR1036. Updated ACL."
    assert response.body["update_acl"] == {"addresses": ["127.0.0.1/32"]}
    assert [each.removesuffix("/32") for each in listed] == ["127.0.0.1"]
    assert read_equipment(reachable.id).vertex[Prop.TRANSPORT]


def test_a_device_that_fails_leaves_the_other_fields_changed(
    world: World, router: RouterOs, reachable: Equipment
) -> None:
    router.password = "changed-at-the-device"

    response = configure(world, reachable, Model="CCR1036", updateACL=True)

    assert (response.status, response.body["message"]) == (200, "Updated Model = CCR1036.")
    assert response.body["update_acl"]["error"].startswith("The gateway's access list was not updated: ")
    assert read_equipment(reachable.id).vertex[Prop.MODEL] == "CCR1036"
    assert "Equipment access list not updated" in [each[Prop.EVENT] for each in list_log(reachable)]


def test_a_gateway_in_maintenance_is_not_called(world: World, router: RouterOs, reachable: Equipment) -> None:
    response = configure(world, reachable, Status="DOWN", updateACL=True)

    assert response.body["update_acl"] == {"error": "The gateway is out of service and was not called."}
    assert router.sessions == 0


@pytest.mark.parametrize("settings", [{}, {"equipment_type": "Gateway", "manufacturer": "Nomadix"}])
def test_only_a_mikrotik_has_an_access_list(world: World, settings: dict[str, str]) -> None:
    equipment = add_equipment(world.mine, world.mine.venues[1], **settings)

    response = configure(world, equipment, Model="new", updateACL=True)

    assert (response.status, response.code) == (400, "AccessListUnsupported")
    assert Prop.MODEL not in read_equipment(equipment.id).vertex
