"""Who calls while the API is fuzzed, and valid bodies: each endpoint's example with things made for the call."""

import os
from typing import Any

from tests.factories import Persona, add_plan, commit, create_tenant
from tests.permissions import OF_SERVERS, expected_access
from tests.personas import LOGOUT
from tests.radius_client import headers_of
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import Body, Scene, add_resident_of
from vault.kernel.locales import Locale
from vault.terms import service as terms

TENANT = create_tenant(f"Fuzzed{os.getpid()}")
"""The operator that is fuzzed, made before several threads call it."""
RESIDENT = add_resident_of(TENANT, TENANT.units[0])
THINGS: dict[str, Any] = {
    "VenueID": TENANT.venues[0].id,
    "UnitID_internal": TENANT.units[0],
    "ServicePlanID": add_plan(TENANT, "Gold", TENANT.venues[0]),
    "EmailAddress": TENANT.people["LeasingAgent"].email,
    "SubscriberToken": TENANT.people["LeasingAgent"].token,
    "OperatorID": TENANT.operator.id,
}
"""Ids of things that no call uses up, by field."""


OF_NEW_RESIDENTS = {LOGOUT, "/subscriberconsole/updateDeviceName"}
"""Calls that end a session, or need one more device than a resident may have on the network."""


def write_terms() -> None:
    ctx = TENANT.caller()
    terms.write(ctx, Locale.EN_US, "<p>Be kind.</p>")
    commit(ctx)


def find_caller(path: str) -> Persona | None:
    """Somebody who may make the call; nobody where its body has the proof."""
    if path in OF_NEW_RESIDENTS:
        return add_resident_of(TENANT, TENANT.units[0])
    if expected_access(path, "DomainAdministrator") == "?" or path in OF_SERVERS:
        return None
    return RESIDENT if is_own(path) else TENANT.people["DomainAdministrator"]


def is_own(path: str) -> bool:
    """Whether the call is about one's own record."""
    return expected_access(path, "DomainAdministrator") == "s"


def create_valid_body(path: str) -> Body:
    caller = find_caller(path)
    body = BODIES[path](Scene(TENANT, 0, caller if caller and is_own(path) else None))
    return body | ({"AccessToken": caller.access_token} if caller else {})


def headers(path: str) -> dict[str, str]:
    """The console's Origin, and the proof of a RADIUS server."""
    proof = {name.replace("_", "-"): value for name, value in headers_of(path, TENANT).items()}
    return {"Origin": TENANT.origin, **proof}
