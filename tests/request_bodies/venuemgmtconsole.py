"""The smallest valid body of each endpoint of the venue management console, about things of a given place."""

from collections.abc import Mapping

from tests.factories import unique_name
from tests.request_bodies.scene import BodyOf, add_leasing_agent, add_resident_of, staff_body, venue_body

BODIES: Mapping[str, BodyOf] = {
    "/venuemgmtconsole/staff/disableStaffAccess": lambda scene: (
        venue_body(scene) | {"EmailAddress": add_leasing_agent(scene)}
    ),
    "/venuemgmtconsole/staff/enableStaffAccess": lambda scene: venue_body(scene) | staff_body("LeasingAgent"),
    "/venuemgmtconsole/subscribers/addSubscriber": lambda scene: {
        "EmailAddress": f"{unique_name('resident')}@else.example",
        "UnitID_internal": scene.unit,
    },
    "/venuemgmtconsole/subscribers/resendCodeforTandC": lambda scene: (
        venue_body(scene) | {"SubscriberToken": add_resident_of(scene.tenant, scene.unit).token}
    ),
    "/venuemgmtconsole/subscribers/validateEmailAddress": lambda _: {
        "EmailAddress": f"{unique_name('who')}@else.example"
    },
    "/venuemgmtconsole/venue_units/listKeyPoolsatVenueUnit": lambda scene: (
        venue_body(scene) | {"UnitID_internal": scene.unit}
    ),
    "/venuemgmtconsole/venues/listVenues": lambda _: {"AccessToken": ""},
}
