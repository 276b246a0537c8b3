"""Reading an operator's settings, by those who configure them and by those who do not."""

from typing import Any

import pytest

from functions.networkoperatorconsole.equipment import configure_network_operator
from functions.networkoperatorconsole.equipment.list_operator_details import handler
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.gateway import Answer, call
from tests.radius_client import add_server
from vault.adapters import outgoing
from vault.kernel.ids import default_display_option_id
from vault.kernel.permissions import Role

SETTINGS = {
    "NetworkOperatorName": "Detailed Networks",
    "NetworkConfiguration": {"CustomPSK": False, "GlobalSSID": ["Detailed Air"]},
    "SourceIPRangeWhiteList": "203.0.113.0/24",
    "TandC": {"en-us": "<p>Be kind.</p>"},
    "Notifications": {
        "suppressSubscriberSMS": True,
        "WebhookURL": "https://hooks.example/",
        "SMTP": {
            "Host": "mail.example",
            "Port": 465,
            "Security": "tls",
            "Username": "vault",
            "Password": "Marked-Secret-2",
            "FromAddress": "no-reply@detailed.example",
        },
        "SMS": {"SenderID": "Detailed"},
    },
    "ShoppingCart": {"Stripe_Secret_key": "sk_test_Marked-Secret-3"},
    "Okta_MetadataURL": "https://okta.example/metadata",
}


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    tenant = create_tenant(
        unique_name("Detailed"), Role.DOMAIN_ADMINISTRATOR, Role.ACCOUNT_MANAGER, Role.CUSTOMER_SUPPORT
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outgoing, "resolver", lambda _host: ["8.8.8.8"])
        call(configure_network_operator.handler, tenant.token("DomainAdministrator"), SETTINGS)
    add_server(tenant, "192.0.2.20")
    return tenant


def read(tenant: Tenant, role: str = "DomainAdministrator", **headers: str) -> Answer:
    return call(handler, tenant.token(role), {"VenueID": tenant.venues[0].id}, **headers)


def test_administrators_see_every_setting_with_secrets_masked(own_operator: Tenant) -> None:
    details: Any = read(own_operator, host="api.vault.example").body

    assert details["NetworkOperatorName"] == "Detailed Networks"
    assert (details["OperatorID"], details["URL"]) == (own_operator.operator.id, own_operator.origin)
    assert details["APIURL"].startswith("https://api.vault.example/")
    assert details["NetworkConfiguration"]["GlobalSSID"] == ["Detailed Air"]
    assert details["NetworkConfiguration"]["CustomPSK"] is False
    assert details["SourceIPRangeWhiteList"] == "203.0.113.0/24"
    assert details["TandC"] == {"en-us": "<p>Be kind.</p>"}
    assert details["DisplayOptionID"] == default_display_option_id(own_operator.operator.id)
    assert [server["Networks"] for server in details["RADIUSServers"]] == [["192.0.2.20/32"]]
    assert details["Okta_Status"] == "pending"
    mailing = details["Notifications"]
    assert mailing["SMTP"]["Host"] == "mail.example"
    assert mailing["SMTP"]["Password"] == "Mar****"
    assert mailing["WebhookSigningSecret"].startswith("whsec_")
    assert len(mailing["WebhookSigningSecret"]) == len("whsec_") + 4 + len("****")
    assert details["ShoppingCart"]["Stripe_Secret_key"] == "sk_test_Ma****"


@pytest.mark.parametrize("role", ["AccountManager", "CustomerSupport"])
def test_other_staff_see_neither_addresses_nor_webhook_nor_mail_server(own_operator: Tenant, role: str) -> None:
    details = read(own_operator, role).body

    assert "SourceIPRangeWhiteList" not in details
    assert "RADIUSServers" not in details
    assert not {"WebhookURL", "WebhookSigningSecret", "SMTP", "SMS"} & details["Notifications"].keys()
    assert details["Notifications"]["suppressSubscriberSMS"] is True
    assert details["ShoppingCart"]["Stripe_Secret_key"] == "sk_test_Ma****"


@pytest.mark.parametrize("role", ["DomainAdministrator", "AccountManager", "CustomerSupport"])
def test_no_secret_is_shown_whole(own_operator: Tenant, role: str) -> None:
    assert "Marked-Secret" not in str(read(own_operator, role).body)


def test_another_operators_venue_is_not_found(own_operator: Tenant, world: World) -> None:
    foreign = {"VenueID": world.other.venues[0].id}

    answer = call(handler, own_operator.token("DomainAdministrator"), foreign)

    assert (answer.status, answer.code) == (404, "VenueNotFound")
