"""Configuring equipment by its other path."""

from typing import Any

import pytest

from functions.networkoperatorconsole.venues.update_venue_equipment import handler
from tests.equipment import add_equipment, add_gateway
from tests.factories import World, add_venue, unique_name
from tests.gateway import Answer, call
from vault.equipment.model import Equipment
from vault.venues.model import Venue


@pytest.fixture
def venue(world: World) -> Venue:
    return add_venue(world.mine, unique_name("Tower"))


def update(world: World, equipment: Equipment, **body: Any) -> Answer:
    token = world.mine.token("DomainAdministrator")
    return call(handler, token, {"VenueID": equipment.venue_id, "EquipmentID": equipment.name, **body})


def test_the_other_path_refuses_the_same(world: World, venue: Venue) -> None:
    gateway = add_gateway(world.mine, venue)
    full = add_venue(world.mine, unique_name("Tower"))
    for _ in range(3):
        add_gateway(world.mine, full)
    refused: list[tuple[Equipment, dict[str, Any]]] = [
        (gateway, {"IPAddress": "127.0.0.9"}),
        (gateway, {"EquipmentType": "Switch"}),
        (add_equipment(world.mine, full), {"EquipmentType": "Gateway"}),
        (add_equipment(world.mine, venue), {"resetAllSubscriptions": True}),
        (add_equipment(world.mine, venue), {"updateACL": True}),
    ]

    codes = [update(world, piece, **body).code for piece, body in refused]

    assert codes == [
        "AddressRefused",
        "EquipmentTypeFixed",
        "GatewayLimitReached",
        "GatewayNeeded",
        "AccessListUnsupported",
    ]
