"""Demo data: two operators with everything, created by calling the API as its users would."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from local import demo, demo_gateway, example_values
from local.pages import mails
from vault.callers.model import SystemContext
from vault.display_options import service as display_options
from vault.kernel.ids import IdAddress, default_display_option_id
from vault.kernel.placeholders import Placeholder
from vault.onboarding import radius
from vault.onboarding.service import NewOperator, provide_operator
from vault.openapi.examples import SAMPLES
from vault.operators.service import get_operator
from vault.outbox import relay

if TYPE_CHECKING:
    from pathlib import Path

OPERATORS = (
    ("Metro WiFi", "https://metro.example", IdAddress("USA", "FL", "33126", "MIAMI")),
    ("Alpine Net", "https://alpine.example", IdAddress("USA", "CO", "80202", "DENVER")),
)
UNITS = ("101", "102", "201", "202")
OPERATOR_STAFF = ("SIEMAdministrator", "AccountManager", "CustomerSupport")
VENUE_STAFF = ("VenueAdministrator", "LeasingAgent")
TERMS = {
    "en-us": "<h2>Terms of service</h2><p>Use the network fairly, and keep your key to yourself.</p>",
    "es-xl": "<h2>Condiciones del servicio</h2><p>Use la red con respeto y no comparta su clave.</p>",
}
TEMPORARY_PASSWORD = re.compile(r"^\s*([b-zB-Z2-9]{12})\s*$", re.MULTILINE)
PATIENCE_SECONDS = 20
NO_MAIL = "no mail with a temporary password came"


class DemoFailure(Exception):
    """A call that creates demo data failed, or its mail did not arrive; the text names the call and the result."""


@dataclass
class _Console:
    """One operator's console. Each call has an idempotency key, so that an interrupted start can be continued."""

    base_url: str
    origin: str
    name: str
    mail_directory: Path
    access_token: str = ""
    numbers: count[int] = field(default_factory=count)

    def call(self, path: str, **body: Any) -> dict[str, Any]:
        """Return the response of an endpoint. Raises DemoFailure for an error."""
        signed = {"AccessToken": self.access_token, **body} if self.access_token else body
        headers = {
            "Content-Type": "application/json",
            "Origin": self.origin,
            "Idempotency-Key": f"demo-{next(self.numbers)}",
        }
        request = urllib.request.Request(f"{self.base_url}{path}", json.dumps(signed).encode(), headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  our own server
                answered: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as refused:
            raise DemoFailure(path, refused.read().decode()) from None
        return answered

    def as_user(self, user: dict[str, str]) -> _Console:
        """Return the same console with a user signed in."""
        signed_out = _Console(self.base_url, self.origin, f"{self.name}-{user['EmailAddress']}", self.mail_directory)
        signed_in = signed_out.call("/subscriberconsole/login", **user)
        signed_out.access_token = signed_in["AuthenticationResult"]["AccessToken"]
        return signed_out

    def accept(self, email: str, password: str, temporary: str = "") -> dict[str, str]:
        """Accept the terms with the temporary password from the mail; return the person's credentials."""
        public = _Console(self.base_url, self.origin, self.name, self.mail_directory)
        proof = {"EmailAddress": email, "TemporaryPassword": temporary or self.mailed_password(email)}
        try:
            public.call("/subscriberconsole/acceptTandC", NewPassword=password, **proof)
        except DemoFailure as failure:
            if "TermsAlreadyAccepted" not in str(failure):
                raise
        return {"EmailAddress": email, "Password": password}

    def mailed_password(self, email: str) -> str:
        """Wait for a mail to the address and return the temporary password in the newest. Raises DemoFailure."""
        for _ in range(PATIENCE_SECONDS * 10):
            for mail in mails.newest(self.mail_directory):
                found = TEMPORARY_PASSWORD.search(mail.text or "")
                if found and email in mail.recipients:
                    return found[1]
            time.sleep(0.1)
        raise DemoFailure(email, NO_MAIL)


def create_demo_data(base_url: str, mail_directory: Path, file: Path) -> None:
    built = [_operator(base_url, mail_directory, *each) for each in OPERATORS]
    demo.write(file, {"base_url": base_url, "operators": built, "provider": _provider(base_url, mail_directory)})


def _provider(base_url: str, mail_directory: Path) -> dict[str, Any]:
    origin, email = "https://provider.example", "admin@provider.example"
    created = provide_operator(NewOperator("Provider", email, origin))
    console = _Console(base_url, origin, "provider", mail_directory)
    user = console.accept(email, "Provider-Key-2026")
    return {"OperatorID": created.id, "origin": origin, "users": {"NetworkSoftwareProvider": user}}


def _operator(base_url: str, mail_directory: Path, name: str, origin: str, site: IdAddress) -> dict[str, Any]:
    domain = origin.removeprefix("https://")
    word = name.partition(" ")[0]
    created = provide_operator(NewOperator(name, f"admin@{domain}", origin, site))
    console = _Console(base_url, origin, word, mail_directory)
    users = {"DomainAdministrator": console.accept(f"admin@{domain}", f"{word}-Admin-2026")}
    admin = console.as_user(users["DomainAdministrator"])
    for locale, terms in TERMS.items():
        admin.call("/networkoperatorconsole/equipment/configureTandC", locale=locale, TandC=terms)
    plans = [_plan(admin, "Basic", 25_000, 2_000), _plan(admin, "Premium", 250_000, 6_000)]
    pools = [admin.call("/networkoperatorconsole/keypools/addKeypool", SSID=f"{word} Residents")["KeyPoolID"]]
    venues = [_venue(admin, f"{word} House", plans, has_numbered_vlans=True), _venue(admin, f"{word} Lofts", plans)]
    local = {"SSID": f"{word} Courtyard", "VenueID": venues[0]["VenueID"]}
    pools.append(admin.call("/networkoperatorconsole/keypools/addKeypool", **local)["KeyPoolID"])
    users |= _staff(admin, domain, word, venues[0]["VenueID"])
    users |= _residents(console.as_user(users["LeasingAgent"]), domain, word, venues[0])
    if name == OPERATORS[0][0]:
        venues[0]["gateway"] = demo_gateway.add_gateway(admin, venues[0]["VenueID"], prepared_vlan=int(UNITS[-1]))
    return {
        "OperatorID": created.id,
        "origin": origin,
        "users": users,
        "venues": venues,
        "keypools": pools,
        "scratchcards": _scratch_cards(admin, venues[0]["VenueID"], pools[0]),
        "service_plans": plans,
        "display_options": _display_options(created.id),
        "radius": _radius_server(created.id),
        "examples": example_values.create_things(admin, domain, word, venues[0]["VenueID"], pools[0]),
    }


def _radius_server(operator_id: str) -> dict[str, str]:
    """Return the id and secret of a RADIUS server on this machine; an existing server gets a new secret.

    Another one is there for the example of its removal.
    """
    radius.add(radius.NewRadiusServer(operator_id, "Spare", [str(SAMPLES[Placeholder.RADIUS_SERVER_IP])]), rotate=True)
    added = radius.add(radius.NewRadiusServer(operator_id, "Demo", ["127.0.0.1", "::1"]), rotate=True)
    return {"ServerID": added.id, "Secret": added.secret}


def _display_options(operator_id: str) -> list[str]:
    """The built-in display option of an operator, and one of its own; return their ids."""
    ctx = SystemContext("vault_onboarding", get_operator("id", operator_id))
    settings = {"MetaData": {"TitleTextContent": ctx.operator.name}}
    own = display_options.save_option(ctx, "Residents", json.dumps(settings))
    relay.commit_and_publish(ctx.tx)
    return [default_display_option_id(operator_id), own]


def _plan(admin: _Console, name: str, download: int, cents: int) -> str:
    speeds = {"UploadKbps": download // 5, "DownloadKbps": download, "ConcurrentDevices": 10}
    added = admin.call("/networkoperatorconsole/equipment/addServicePlan", ServicePlanName=name, **speeds)
    priced = {"ServicePlanID": added["ServicePlanID"], "BillingCyclePrice.USD": cents}
    admin.call("/networkoperatorconsole/equipment/configureServicePlan", **priced)
    return str(added["ServicePlanID"])


def _venue(admin: _Console, name: str, plans: list[str], *, has_numbered_vlans: bool = False) -> dict[str, Any]:
    """Create a venue whose units have VLANs of their own, those of their doors or the next free ones, with plans."""
    address = {"AddressLine1": "200 Ocean Drive", "City": "Miami", "State": "FL", "Country": "USA"}
    added = admin.call("/networkoperatorconsole/venues/addVenue", VenueName=name, PostalCode="33139", **address)
    venue_id = added["VenueID"]
    path = "/networkoperatorconsole/venues/addVenueUnits"
    units = [
        admin.call(
            path,
            VenueID=venue_id,
            UnitID=unit,
            UnitFloor=unit[0],
            **({"vlan": int(unit)} if has_numbered_vlans else {}),
        )
        for unit in UNITS
    ]
    for each in plans:
        admin.call("/networkoperatorconsole/venues/enableServicePlan", VenueID=venue_id, ServicePlanID=each)
    if has_numbered_vlans:
        defaults = {"DefaultServicePlanID_GlobalWirelessPlusLocalWiredAccess": plans[0]}
        admin.call("/networkoperatorconsole/venues/configureVenue", VenueID=venue_id, ServicePlanConfiguration=defaults)
    return {"VenueID": venue_id, "units": [unit["UnitID_internal"] for unit in units]}


def _staff(admin: _Console, domain: str, word: str, venue_id: str) -> dict[str, dict[str, str]]:
    users = {}
    for role in (*OPERATOR_STAFF, *VENUE_STAFF):
        email = f"{role.lower()}@{domain}"
        named = {"EmailAddress": email, "GivenName": "Robin", "FamilyName": role, "Role": role}
        at = {"VenueID": venue_id} if role in VENUE_STAFF else {}
        admin.call("/networkoperatorconsole/staff/enableStaffAccess", **named, **at)
        users[role] = admin.accept(email, f"{word}-{role}-26")
    return users


def _scratch_cards(admin: _Console, venue_id: str, pool: str) -> dict[str, str]:
    """Order a batch of 100 cards for a venue, without an end; return the ids that identify it."""
    batch = {"VenueID": venue_id, "KeyPoolID": pool, "UserPartofKey": "Guest-"}
    ordered = admin.call("/networkoperatorconsole/scratchcards/addScratchCards", **batch)
    return {"KeyPoolID": pool, "ScratchCard_BatchID": ordered["ScratchCard_BatchID"]}


def _residents(agent: _Console, domain: str, word: str, home: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Create residents in the first two units; only the first of them accepts the terms."""
    for persona, unit in zip(("resident", "newcomer"), home["units"], strict=False):
        added = agent.call(
            "/venuemgmtconsole/subscribers/addSubscriber",
            EmailAddress=f"{persona}@{domain}",
            UnitID_internal=unit,
            VenueID=home["VenueID"],
        )
        if persona == "resident":
            user = agent.accept(f"{persona}@{domain}", f"{word}-Resident-26", added["TemporaryPassword"])
    return {"Subscriber": user}
