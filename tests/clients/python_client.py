"""The journey of the README with the client of openapi-python-client."""

import os
import re
import time
from typing import TypeVar

import httpx
from vault_client import AuthenticatedClient, Client
from vault_client.api.operator_console_keypools import networkoperatorconsole_keypools_add_keypool as add_keypool
from vault_client.api.operator_console_plans_terms_log import (
    networkoperatorconsole_equipment_add_service_plan as add_service_plan,
)
from vault_client.api.operator_console_venues import networkoperatorconsole_venues_add_venue as add_venue
from vault_client.api.operator_console_venues import networkoperatorconsole_venues_add_venue_units as add_venue_units
from vault_client.api.operator_console_venues import (
    networkoperatorconsole_venues_enable_service_plan as enable_service_plan,
)
from vault_client.api.operator_console_venues import (
    networkoperatorconsole_venues_enable_staff_access as enable_staff_access,
)
from vault_client.api.subscriber_console import subscriberconsole_accept_tand_c as accept_terms
from vault_client.api.subscriber_console import subscriberconsole_list_keys as list_keys
from vault_client.api.subscriber_console import subscriberconsole_login as login
from vault_client.api.venue_console_residents import venuemgmtconsole_subscribers_add_subscriber as add_subscriber
from vault_client.models import (
    AcceptTerms,
    AddKeypool,
    AddServicePlan,
    AddSubscriber,
    AddVenue,
    AddVenueUnits,
    EnableServicePlan,
    EnableVenueStaffAccess,
    KeypoolAdded,
    KeysListed,
    ListKeys,
    LoggedIn,
    ServicePlanAdded,
    SubscriberAdded,
    Success,
    VenueAdded,
    VenueUnitAdded,
)

SERVER, ORIGIN = os.environ["SERVER"], os.environ["ORIGIN"]
RUN = f"{time.time_ns():x}"
RESIDENT, PASSWORD = f"sam.{RUN}@example.com", f"correct-horse-{RUN}"
TEMPORARY_PASSWORD = re.compile(r"^ *([b-zB-Z2-9]{12}) *$", re.MULTILINE)
Done = TypeVar("Done")


def must(answer: object, expected: type[Done]) -> Done:
    assert isinstance(answer, expected), answer
    return answer


def log_in(email: str, password: str) -> AuthenticatedClient:
    body = login.Login(email_address=email, password=password)
    done = must(login.sync(client=Client(SERVER), body=body, origin=ORIGIN), LoggedIn)
    return AuthenticatedClient(SERVER, token=done.authentication_result.access_token)


def read_temporary_password() -> str:
    for _ in range(100):
        for mail in httpx.get(f"{SERVER}/../_local/mail").json():
            found = TEMPORARY_PASSWORD.search(mail["text"])
            if RESIDENT in mail["recipients"] and found:
                return found[1]
        time.sleep(0.2)
    raise AssertionError(RESIDENT)


def main() -> None:
    admin = log_in(os.environ["EMAIL"], os.environ["PASSWORD"])
    new_venue = AddVenue(
        admin.token,
        venue_name=f"Harbor {RUN}",
        address_line_1="1 Navy Pier",
        city="Chicago",
        state="IL",
        country="USA",
        postal_code="60611",
    )
    venue = must(add_venue.sync(client=admin, body=new_venue), VenueAdded).venue_id
    new_unit = AddVenueUnits(admin.token, venue_id=venue, unit_id="1204", unit_floor="12")
    unit = must(add_venue_units.sync(client=admin, body=new_unit), VenueUnitAdded).unit_id_internal
    new_plan = AddServicePlan(
        admin.token, service_plan_name=f"Plan {RUN}", upload_kbps=20000, download_kbps=100000, concurrent_devices=8
    )
    plan = must(add_service_plan.sync(client=admin, body=new_plan), ServicePlanAdded).service_plan_id
    offer = EnableServicePlan(admin.token, venue_id=venue, service_plan_id=plan)
    assert enable_service_plan.sync_detailed(client=admin, body=offer).status_code == httpx.codes.OK
    new_pool = AddKeypool(admin.token, ssid=f"WiFi {RUN}", venue_id=venue)
    must(add_keypool.sync(client=admin, body=new_pool), KeypoolAdded)
    appoint(admin, venue)
    move_in(unit)


def appoint(admin: AuthenticatedClient, venue: str) -> None:
    agent = EnableVenueStaffAccess.from_dict(
        {
            "AccessToken": admin.token,
            "VenueID": venue,
            "Role": "LeasingAgent",
            "EmailAddress": os.environ["AGENT_EMAIL"],
            "GivenName": "Robin",
        }
    )
    assert enable_staff_access.sync_detailed(client=admin, body=agent).status_code == httpx.codes.OK


def move_in(unit: str) -> None:
    agent = log_in(os.environ["AGENT_EMAIL"], os.environ["AGENT_PASSWORD"])
    new_resident = AddSubscriber(email_address=RESIDENT, unit_id_internal=unit, access_token=agent.token)
    must(add_subscriber.sync(client=agent, body=new_resident), SubscriberAdded)
    terms = AcceptTerms(email_address=RESIDENT, temporary_password=read_temporary_password(), new_password=PASSWORD)
    must(accept_terms.sync(client=Client(SERVER), body=terms, origin=ORIGIN), Success)
    resident = log_in(RESIDENT, PASSWORD)
    keys = must(list_keys.sync(client=resident, body=ListKeys(resident.token)), KeysListed)
    assert keys.keys_in_key_pools.additional_properties
    print("the resident reads the key")  # noqa: T201


if __name__ == "__main__":
    main()
