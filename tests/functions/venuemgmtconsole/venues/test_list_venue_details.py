"""Reading a venue on the venue console."""

import json

import pytest

from functions.networkoperatorconsole.venues.configure_venue import handler as configure
from functions.venuemgmtconsole.venues.list_venue_details import handler
from tests.equipment import add_gateway
from tests.factories import World, add_venue, commit, unique_name
from tests.gateway import call
from vault.display_options import service as display_options
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties

SETTINGS = {
    "NetworkConfiguration": {"Ruckus": {"APIClientSecret": "ruckus-secret", "TenantID": "tenant"}},
    "Integrations": {
        "ConnectWise": {"URL": "https://8.8.8.8/v4", "Authorization": "Basic secret", "CompanyID": "TOWER"},
        "PRTG": {"URL": "https://8.8.8.8/prtg", "PasswordHash": "12345678"},
    },
    "ShoppingCart": {
        "Stripe_Secret_key": "sk_test_1234567890",
        "Stripe_Webhook_signingsecret": "whsec_1234567890",
        "StripePublishableKey": "pk_test_1",
    },
}


@pytest.mark.parametrize("role", ["VenueAdministrator", "DomainAdministrator", "CustomerSupport"])
def test_the_venue_is_told_under_its_id_without_secrets(world: World, role: str) -> None:
    venue = world.mine.venues[0]
    call(configure, world.mine.token("DomainAdministrator"), {"VenueID": venue.id, **SETTINGS})

    answer = call(handler, world.mine.token(role), {"VenueID": venue.id})

    details = answer.body[venue.id]
    assert (answer.status, details["VenueID"]) == (200, venue.id)
    assert details["Integrations"]["Ruckus"] == {"TenantID": "tenant", "APIClientSecret": "ruc****"}
    assert (
        details["Integrations"]["ConnectWise"].items()
        >= {"CompanyID": "TOWER", "ConnectWiseCompanyID": "TOWER"}.items()
    )
    assert {"URL", "Authorization"} & details["Integrations"]["ConnectWise"].keys() == set()
    assert details["Integrations"]["PRTG"]["URL"] == "https://8.8.8.8/prtg"
    written = json.dumps(answer.body)
    assert not [each for each in ("sk_test", "whsec", "pk_test", "Basic", "v4", "12345678") if each in written]


@pytest.mark.parametrize(("shows", "status"), [(False, None), (True, "Out of Service")])
def test_equipment_is_told_without_addresses_and_its_status_where_the_display_option_says_so(
    world: World, *, shows: bool, status: str | None
) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    gateway, token = add_gateway(world.mine, venue), world.mine.token("DomainAdministrator")
    execute(with_properties(__.V(gateway.id), **{Prop.STATUS: "DOWN"}))
    ctx = world.mine.caller()
    settings = json.dumps({"Support": {"ShowEquipmentStatusToVenueAdministrator": shows}})
    option = display_options.save_option(ctx, unique_name("Look"), settings)
    commit(ctx)
    assert call(configure, token, {"VenueID": venue.id, "DisplayOptionID": option}).status == 200

    details = call(handler, token, {"VenueID": venue.id}).body[venue.id]

    piece = details["Equipment"][gateway.name]
    assert (details["DisplayOptionID"], piece.get("Status")) == (option, status)
    assert not {"IPAddress", "Port", "Username", "ConnectionProtocol"} & piece.keys()


def test_the_staff_of_the_venue_are_told(world: World) -> None:
    venue, administrator = world.mine.venues[0], world.mine.people["VenueAdministrator"]

    details = call(handler, world.mine.token("VenueAdministrator"), {"VenueID": venue.id}).body[venue.id]

    assert administrator.email in details["VenueAdministrators"]


def test_another_venue_is_not_there(world: World) -> None:
    refused = call(handler, world.mine.token("VenueAdministrator"), {"VenueID": world.mine.venues[1].id})

    assert (refused.status, refused.code) == (404, "VenueNotFound")
