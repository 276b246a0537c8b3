"""Connecting a venue with PRTG."""

from typing import Any

import pytest

from functions.networkoperatorconsole.venues.add_prtg_credentials import handler
from tests.factories import World
from tests.gateway import Answer, call
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __

PRTG = {"URL": "https://8.8.8.8/prtg", "Username": "vault", "PasswordHash": "987654321", "Group": "Tower"}


def connect(world: World, **changes: Any) -> Answer:
    body = {"VenueID": world.mine.venues[0].id, "Integrations": {"PRTG": {**PRTG, **changes}}}
    return call(handler, world.mine.token("DomainAdministrator"), body)


def test_a_venue_is_connected_in_the_documented_words(world: World) -> None:
    answers = [connect(world) for _ in range(2)]

    expected = {
        "message": "PRTG monitoring integration configured successfully",
        "errorProcessing": False,
        "VenueID": world.mine.venues[0].id,
        "monitoring_status": "enabled",
        "integration_details": {"URL": "https://8.8.8.8/prtg"},
    }
    assert [answer.body for answer in answers] == [expected] * 2


def test_the_hash_is_sealed(world: World) -> None:
    connect(world)

    vertex = execute(__.V(world.mine.venues[0].id).element_map())[0]
    assert (vertex[Prop.PRTG_USERNAME], vertex[Prop.PRTG_GROUP]) == ("vault", "Tower")
    assert "987654321" not in vertex[Prop.PRTG_HASH]


def test_an_address_that_may_not_be_called_is_refused(world: World) -> None:
    refused = connect(world, URL="https://192.168.0.1")

    assert (refused.status, refused.code) == (400, "AddressRefused")
    assert refused.body["message"].startswith("Integrations.PRTG.URL cannot be used")


@pytest.mark.parametrize("field", sorted(PRTG))
def test_each_of_the_documented_parameters_is_needed(world: World, field: str) -> None:
    refused = connect(world, **{field: ""})

    assert (refused.status, refused.code) == (400, "FieldInvalid")
