"""The smallest valid body of each endpoint, about things of a given place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from functions.networkoperatorconsole.keypools import add_keypool
from functions.venuemgmtconsole.subscribers import add_subscriber
from tests import cards
from tests.factories import PASSWORD, Persona, Tenant, accept_and_sign_in, add_plan, add_staff, commit, unique_name
from tests.gateway import call
from tests.radius_client import add_device_with_key, request_access, shared_house
from tests.residents import add_pool
from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import execute
from vault.graph.schema import Edge
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.permissions import Role
from vault.operators.service import get_keyring, get_user_pool
from vault.people import codes
from vault.people import service as people
from vault.people.model import NewPerson
from vault.venues.model import Venue

Body = dict[str, Any]
CODE = "BCDFGHJK"
ADDRESS = {"AddressLine1": "1 Main St", "City": "Chicago", "State": "IL", "Country": "USA", "PostalCode": "60601"}


@dataclass(frozen=True)
class Scene:
    """The subject of a call: a tenant's venue, a unit there, and the person whose own record it is, if any."""

    tenant: Tenant
    number: int
    me: Persona | None = None

    @property
    def venue(self) -> Venue:
        return self.tenant.venues[self.number]

    @property
    def unit(self) -> str:
        """A unit at the venue."""
        return self.tenant.units[self.number]

    def person(self) -> str:
        """The SubscriberToken of the person whose own record it is, or of a resident of the unit."""
        return self.me.token if self.me else add_resident_of(self.tenant, self.unit).token


@dataclass(frozen=True)
class PendingPerson:
    """A person who has not accepted the terms yet."""

    token: str
    email: str
    temporary_password: str
    phone: str = ""


def add_pending_person(tenant: Tenant, phone: str = "") -> PendingPerson:
    """A new person in the operator."""
    ctx = tenant.caller()
    email = f"{unique_name('person')}@{tenant.origin.removeprefix('https://')}"
    added = people.add(ctx, NewPerson(email=email, phone=phone, given_name="Ada", family_name="Okafor"))
    audit.record(ctx, AuditEvent.SUBSCRIBER_ADDED, subscriber=added.token)
    commit(ctx)
    return PendingPerson(added.token, email, added.temporary_password, phone)


def add_resident_of(tenant: Tenant, unit: str) -> Persona:
    """A person who lives in a unit and has accepted the terms."""
    email = f"{unique_name('resident')}@else.example"
    added = call(
        add_subscriber.handler, tenant.token("DomainAdministrator"), {"EmailAddress": email, "UnitID_internal": unit}
    )
    assert added.status == 200, added.body
    return accept_and_sign_in(tenant.operator, email)


def add_key_of(scene: Scene) -> str:
    """The KeyID of the person whose own record it is, or of a resident, for the scene's unit."""
    made, person = scene.tenant, scene.me or add_resident_of(scene.tenant, scene.unit)
    add_keypool_at(made, scene.venue)
    body = {"EmailAddress": person.email, "UnitID_internal": scene.unit}
    added = call(add_subscriber.handler, made.token("DomainAdministrator"), body)
    assert added.status == 200, added.body
    keys = __.V(ids.subscriber_id(person.token)).out(Edge.HOLDS)
    return str(execute(keys.where(__.out(Edge.AT_UNIT).has_id(scene.unit)).id_())[0])


def add_keypool_at(tenant: Tenant, venue: Venue) -> None:
    """Add a keypool at a venue that has none of its own."""
    if not execute(__.V(venue.id).in_(Edge.SHOWN_AT).id_()):
        body = {"SSID": unique_name("House"), "VenueID": venue.id}
        assert call(add_keypool.handler, tenant.token("DomainAdministrator"), body).status == 200


def add_person_with_code(tenant: Tenant) -> str:
    """The SubscriberToken of a person to whom CODE was sent."""
    token = accept_and_sign_in(tenant.operator, add_pending_person(tenant).email).token
    sent = codes.seal_code(get_keyring(tenant.operator), token, codes.RESET_CODE, CODE)
    execute(with_properties(__.V(ids.subscriber_id(token)), **sent))
    return token


def create_refresh_token(scene: Scene) -> str:
    """A refresh token of the person whose own record it is, or of a person there."""
    person = scene.me or scene.tenant.people["AccountManager"]
    password = set_known_password(scene.tenant, person)
    return str(cognito.sign_in(get_user_pool(scene.tenant.operator), person.token, password)["RefreshToken"])


def set_known_password(tenant: Tenant, person: Persona) -> str:
    """The person's password, set again because a reset of their key may have changed it."""
    cognito.set_password(get_user_pool(tenant.operator), person.token, PASSWORD)
    return PASSWORD


def staff_body(role: str) -> Body:
    """A new person with a role."""
    return {
        "Role": role,
        "EmailAddress": f"{unique_name('staff')}@else.example",
        "GivenName": "Ada",
        "FamilyName": "Okafor",
    }


def plan_body(name: str) -> Body:
    """A new service plan."""
    return {"ServicePlanName": name, "UploadKbps": 1000, "DownloadKbps": 1000, "ConcurrentDevices": 5}


def packet_body() -> Body:
    """An SSID and a key of it."""
    return {"NAS-Identifier": "lobby-ap01", "SSID": "Lobby", "PSK": "correct horse battery"}


def add_leasing_agent(scene: Scene) -> str:
    """The address of a leasing agent at the venue."""
    return add_staff(scene.tenant, Role.LEASING_AGENT, scene.venue).email


def add_device_body(tenant: Tenant, token: str) -> Body:
    """The address of a device that joined with a key of the person, and the venue where it joined."""
    device = add_device_with_key(shared_house(tenant), token)
    assert request_access(tenant, device.by_ruckus()).status == 200
    return {"VenueID": shared_house(tenant).venue.id, "Calling-Station-Id": device.mac_text}


def venue_body(scene: Scene) -> Body:
    return {"VenueID": scene.venue.id}


BODIES: Mapping[str, Callable[[Scene], Body]] = {
    "/subscriberconsole/acceptTandC": lambda scene: acceptance_body(add_pending_person(scene.tenant)),
    "/subscriberconsole/confirmResetConsolePassword": lambda scene: {
        "AccessToken": "",
        "SubscriberToken": add_person_with_code(scene.tenant),
        "OTP": CODE,
        "NewPassword": f"{unique_name('another-Password')}",
    },
    "/subscriberconsole/initiateResetConsolePassword": lambda scene: {"SubscriberToken": scene.person()},
    "/subscriberconsole/listKeys": venue_body,
    "/subscriberconsole/listSubscriberLog": venue_body,
    "/subscriberconsole/login": lambda scene: {
        "EmailAddress": scene.tenant.people["AccountManager"].email,
        "Password": set_known_password(scene.tenant, scene.tenant.people["AccountManager"]),
    },
    "/subscriberconsole/logout": venue_body,
    "/subscriberconsole/refreshAccessToken": lambda scene: (
        venue_body(scene) | {"RefreshToken": create_refresh_token(scene)}
    ),
    "/subscriberconsole/resetKey": lambda scene: {"CurrentKeyID": add_key_of(scene), "UserPartForNewKey": "mine-"},
    "/subscriberconsole/updateKeyTag": lambda scene: (
        venue_body(scene) | {"KeyID": add_key_of(scene), "KeyTag": unique_name("Sofa ")}
    ),
    "/radius/authorize": lambda scene: shared_house(scene.tenant).add_resident()[1].by_ruckus(),
    "/subscriberconsole/updateDeviceName": lambda scene: (
        add_device_body(scene.tenant, scene.person()) | {"UserDefinedHostName": unique_name("Lamp ")}
    ),
    "/subscriberconsole/updatePII": lambda scene: {"SubscriberToken": scene.person(), "contactpref_sms": True},
    "/subscriberconsole/viewTandC": lambda scene: venue_body(scene) | {"AccessToken": ""},
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
    "/operatorconsole/tools/generateCambiumEPSKPacket": lambda _: packet_body(),
    "/operatorconsole/tools/generateFTPSKPacket": lambda _: packet_body(),
    "/operatorconsole/tools/generateRuckusDPSKAttribute153": lambda scene: venue_body(scene) | {"SSID": "Lobby"},
    "/operatorconsole/tools/generateWPA2PSKPacket": lambda _: packet_body(),
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


def acceptance_body(person: PendingPerson) -> Body:
    proof = {"EmailAddress": person.email, "TemporaryPassword": person.temporary_password}
    return {**proof, "NewPassword": f"{unique_name('chosen-Password')}"}
