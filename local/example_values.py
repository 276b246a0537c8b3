"""What the page's examples name: things of the first demo operator, and tokens that hold now."""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any, Protocol

from local.devices import DEVICE, access_request
from vault.kernel.ids import default_display_option_id
from vault.kernel.placeholders import Placeholder
from vault.openapi.examples import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK_OPERATOR = "/networkoperatorconsole"
CARDS_END = "2099-01-01T00:00:00Z"


class Console(Protocol):
    def call(self, path: str, **body: Any) -> dict[str, Any]:
        """The answer of an endpoint."""

    def mailed_password(self, email: str) -> str:
        """The temporary password in the newest mail."""


def create_things(admin: Console, domain: str, word: str, venue_id: str, keypool: str) -> dict[str, Any]:
    """Create what the examples use up, and return its values by the placeholders' names."""
    keypools, staff = f"{NETWORK_OPERATOR}/keypools/addKeypool", f"{NETWORK_OPERATOR}/staff/enableStaffAccess"
    cards = {"VenueID": venue_id, "KeyPoolID": keypool, "EndDateTimeUTC.ISO8601": CARDS_END}
    batch = admin.call(f"{NETWORK_OPERATOR}/scratchcards/addScratchCards", **cards)
    spare = admin.call(keypools, SSID=f"{word} Storeroom", Scope="local")
    admin.call(
        f"{NETWORK_OPERATOR}/venues/addVenueEquipment",
        VenueID=venue_id,
        EquipmentID=SAMPLES[Placeholder.EQUIPMENT_ID],
        EquipmentType="Access Point",
        IPAddress="192.168.1.27",
        Port=443,
        ConnectionProtocol="https",
        Username="admin",
        Password="device-password",  # noqa: S106 (nobody's)
    )
    names = {"GivenName": "Lee", "FamilyName": "Quinn"}
    manager, agent, pending = (f"{name}@{domain}" for name in ("manager.leaving", "agent.leaving", "newcomer"))
    admin.call(staff, EmailAddress=manager, Role="AccountManager", **names)
    admin.call(staff, EmailAddress=agent, Role="LeasingAgent", VenueID=venue_id, **names)
    return {
        Placeholder.BATCH_ID.name: batch["ScratchCard_BatchID"],
        Placeholder.LOCAL_KEYPOOL_ID.name: spare["KeyPoolID"],
        Placeholder.OPERATOR_STAFF_EMAIL.name: manager,
        Placeholder.VENUE_STAFF_EMAIL.name: agent,
        Placeholder.PENDING_EMAIL.name: pending,
        Placeholder.TEMPORARY_PASSWORD.name: admin.mailed_password(pending),
    }


def load_values(demo: Mapping[str, Any]) -> dict[Placeholder, Any]:
    """The samples, and in their place what the demo data have; a person whose password was changed cannot sign in."""
    values: dict[Placeholder, Any] = dict(SAMPLES)
    if not demo.get("operators"):
        return values
    operator = demo["operators"][0]
    values |= {Placeholder[name]: value for name, value in operator.get("examples", {}).items()}
    values |= {
        Placeholder.DISPLAY_OPTION_ID: default_display_option_id(operator["OperatorID"]),
        Placeholder.KEYPOOL_ID: operator["keypools"][0],
        Placeholder.OFFERED_PLAN_ID: operator["service_plans"][1],
        Placeholder.PLAN_ID: operator["service_plans"][0],
        Placeholder.UNIQUE: f"{time.time():.0f}"[-6:],
        Placeholder.UNIT_ID: operator["venues"][0]["units"][0],
        Placeholder.VENUE_ID: operator["venues"][0]["VenueID"],
    }
    for read in (_administrator, _subscriber):
        try:
            values.update(read(demo["base_url"], operator))
        except urllib.error.HTTPError:
            continue
    return values


def _administrator(base_url: str, operator: Mapping[str, Any]) -> Iterator[tuple[Placeholder, Any]]:
    signed_in = _post(base_url, operator, "/subscriberconsole/login", operator["users"]["DomainAdministrator"])
    yield Placeholder.ACCESS_TOKEN, signed_in["AuthenticationResult"]["AccessToken"]


def _subscriber(base_url: str, operator: Mapping[str, Any]) -> Iterator[tuple[Placeholder, Any]]:
    """The resident's tokens, key and device, which joins so that it is known."""
    user = operator["users"]["Subscriber"]
    yield Placeholder.SUBSCRIBER_EMAIL, user["EmailAddress"]
    yield Placeholder.PASSWORD, user["Password"]
    signed_in = _post(base_url, operator, "/subscriberconsole/login", user)
    tokens = signed_in["AuthenticationResult"]
    yield Placeholder.SUBSCRIBER_TOKEN, signed_in["SubscriberToken"]
    yield Placeholder.SUBSCRIBER_ACCESS_TOKEN, tokens["AccessToken"]
    yield Placeholder.REFRESH_TOKEN, tokens["RefreshToken"]
    own = _post(base_url, operator, "/subscriberconsole/listKeys", {"AccessToken": tokens["AccessToken"]})
    pool = own["KeysInKeyPools"][operator["keypools"][0]]
    key_id, key = next(iter(pool["Keys"].items()))
    yield Placeholder.KEY_ID, key_id
    yield Placeholder.DEVICE_MAC_ADDRESS, DEVICE
    server = f"{operator['radius']['ServerID']}:{operator['radius']['Secret']}"
    proof = f"Basic {base64.b64encode(server.encode()).decode()}"
    _post(base_url, operator, "/radius/authorize", access_request(pool["SSID"], key["PSK"]), Authorization=proof)
    yield Placeholder.ACCESS_REQUEST, access_request(pool["SSID"], key["PSK"])


def _post(
    base_url: str, operator: Mapping[str, Any], path: str, body: Mapping[str, Any], **more: str
) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Origin": operator["origin"], **more}
    request = urllib.request.Request(f"{base_url}{path}", json.dumps(body).encode(), headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  our own server
        answered: dict[str, Any] = json.load(answer)
    return answered
