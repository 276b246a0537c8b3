"""Connecting a venue with ConnectWise."""

from typing import Any

import pytest

from functions.networkoperatorconsole.venues.add_connect_wise_credentials import handler
from tests.factories import World
from tests.gateway import Answer, call
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __

CREDENTIALS = {"URL": "https://8.8.8.8/v4", "Authorization": " Basic a<b>c ", "CompanyID": "LUXURYHOTEL"}


def connect(world: World, **changes: Any) -> Answer:
    body = {"VenueID": world.mine.venues[0].id, **CREDENTIALS, **changes}
    return call(handler, world.mine.token("DomainAdministrator"), body)


def test_a_venue_is_connected_in_the_documented_words(world: World) -> None:
    connected = connect(world)
    mapped = connect(world, serviceboardid="Support Board")

    assert connected.body == {
        "message": "ConnectWise PSA integration configured successfully.",
        "errorProcessing": False,
        "VenueID": world.mine.venues[0].id,
        "integration_details": {"URL": "https://8.8.8.8/v4"},
    }
    assert mapped.body["message"] == (
        "ConnectWise PSA integration configured successfully. Service board mapped to Support Board."
    )


def test_the_credentials_are_sealed(world: World) -> None:
    connect(world)

    vertex = execute(__.V(world.mine.venues[0].id).element_map())[0]
    assert vertex[Prop.CONNECTWISE_URL] == "https://8.8.8.8/v4"
    assert "Basic" not in vertex[Prop.CONNECTWISE_AUTHORIZATION]


def test_a_name_that_does_not_resolve_is_stored_and_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vault.adapters.outgoing.resolver", lambda _host: [])

    answers = [connect(world, URL="https://psa.example.com") for _ in range(2)]

    details = {
        "URL": "https://psa.example.com",
        "warning": "The host of Integrations.ConnectWise.URL has no address yet: check the name.",
    }
    assert [answer.body["integration_details"] for answer in answers] == [details] * 2


@pytest.mark.parametrize(
    "url", ["https://169.254.169.254/latest", "https://10.0.0.1", "http://8.8.8.8", "https://a@8.8.8.8"]
)
def test_an_address_that_may_not_be_called_is_refused(world: World, url: str) -> None:
    refused = connect(world, URL=url)

    assert (refused.status, refused.code) == (400, "AddressRefused")
    assert refused.body["message"].startswith("URL cannot be used")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("URL", "", "FieldInvalid"),
        ("URL", " ", "FieldInvalid"),
        ("Authorization", " ", "FieldInvalid"),
        ("Authorization", None, "FieldInvalid"),
    ],
)
def test_address_and_authorization_are_needed(world: World, field: str, value: str | None, code: str) -> None:
    refused = connect(world, **{field: value})

    assert (refused.status, refused.code) == (400, code)
