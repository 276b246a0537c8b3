"""The smallest valid body of each endpoint of the network operator console, about things of a given place."""

from collections.abc import Mapping

from tests import cards
from tests.factories import add_plan, add_staff, unique_name
from tests.request_bodies.scene import (
    Body,
    BodyOf,
    add_leasing_agent,
    add_resident_of,
    staff_body,
    venue_body,
)
from tests.residents import add_pool
from vault.kernel.permissions import Role

ADDRESS = {"AddressLine1": "1 Main St", "City": "Chicago", "State": "IL", "Country": "USA", "PostalCode": "60601"}


def plan_body(name: str) -> Body:
    """A new service plan."""
    return {"ServicePlanName": name, "UploadKbps": 1000, "DownloadKbps": 1000, "ConcurrentDevices": 5}


BODIES: Mapping[str, BodyOf] = {
    "/networkoperatorconsole/admin/deleteKeypoolPermanently": lambda scene: {
        "KeyPoolID": add_pool(scene.tenant, VenueID=scene.venue.id)
    },
    "/networkoperatorconsole/equipment/addServicePlan": lambda _: plan_body(unique_name("Plan")),
    "/networkoperatorconsole/equipment/configureServicePlan": lambda scene: {
        "ServicePlanID": add_plan(scene.tenant, unique_name("Plan")),
        "UploadKbps": 2000,
    },
    "/networkoperatorconsole/equipment/configureTandC": lambda _: {"locale": "en-us", "TandC": "<p>Be kind.</p>"},
    "/networkoperatorconsole/equipment/listOperatorLog": lambda _: {},
    "/networkoperatorconsole/equipment/listServicePlans": lambda _: {},
    "/networkoperatorconsole/keypools/addKeypool": lambda scene: (
        venue_body(scene) | {"SSID": unique_name("Net"), "Scope": "local"}
    ),
    "/networkoperatorconsole/keypools/configureKeypool": lambda scene: {
        "KeyPoolID": add_pool(scene.tenant, Scope="local"),
        "connectVenueID": scene.venue.id,
    },
    "/networkoperatorconsole/keypools/listKeypools": venue_body,
    "/networkoperatorconsole/scratchcards/addScratchCards": lambda scene: (
        venue_body(scene) | {"KeyPoolID": cards.venue_pool(scene.tenant, scene.number)}
    ),
    "/networkoperatorconsole/scratchcards/extendScratchCardBatch": lambda scene: (
        cards.new_batch(scene.tenant, scene.number) | {"ExtendByHours": 24}
    ),
    "/networkoperatorconsole/scratchcards/invalidateScratchCardBatch": lambda scene: cards.new_batch(
        scene.tenant, scene.number
    ),
    "/networkoperatorconsole/scratchcards/viewScratchCardBatch": lambda scene: cards.new_batch(
        scene.tenant, scene.number
    ),
    "/networkoperatorconsole/staff/disableStaffAccess": lambda scene: {
        "EmailAddress": add_staff(scene.tenant, Role.ACCOUNT_MANAGER).email
    },
    "/networkoperatorconsole/staff/enableStaffAccess": lambda scene: venue_body(scene) | staff_body("LeasingAgent"),
    "/networkoperatorconsole/subscribers/addKey": lambda scene: (
        venue_body(scene) | {"SubscriberToken": add_resident_of(scene.tenant, scene.unit).token}
    ),
    "/networkoperatorconsole/subscribers/listSubscriberKeys": lambda scene: {
        "SubscriberToken": add_resident_of(scene.tenant, scene.unit).token
    },
    "/networkoperatorconsole/subscribers/resendCodeforTandC": lambda scene: {"SubscriberToken": scene.person()},
    "/networkoperatorconsole/venues/addVenue": lambda _: {"VenueName": unique_name("House"), **ADDRESS},
    "/networkoperatorconsole/venues/addVenueUnits": lambda scene: (
        venue_body(scene) | {"UnitID": unique_name("U"), "vlan": 99}
    ),
    "/networkoperatorconsole/venues/disableServicePlan": lambda scene: (
        venue_body(scene) | {"ServicePlanID": add_plan(scene.tenant, unique_name("Plan"), scene.venue)}
    ),
    "/networkoperatorconsole/venues/disableStaffAccess": lambda scene: (
        venue_body(scene)
        | {"StaffEmailAddress": add_leasing_agent(scene), "Role": "LeasingAgent", "RevocationReason": "RoleChange"}
    ),
    "/networkoperatorconsole/venues/enableServicePlan": lambda scene: (
        venue_body(scene) | {"ServicePlanID": add_plan(scene.tenant, unique_name("Plan"))}
    ),
    "/networkoperatorconsole/venues/enableStaffAccess": lambda scene: venue_body(scene) | staff_body("LeasingAgent"),
    "/networkoperatorconsole/venues/listVenueDetails": venue_body,
    "/networkoperatorconsole/venues/listVenueLog": venue_body,
    "/networkoperatorconsole/venues/listVenueUnits": venue_body,
    "/networkoperatorconsole/venues/listVenues": lambda scene: venue_body(scene) | {"AccessToken": ""},
    "/networkoperatorconsole/venues/updateVenueAddress": lambda scene: (
        venue_body(scene) | {"AddressLine2": unique_name("Suite ")}
    ),
}
