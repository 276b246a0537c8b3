"""The least body with which a call is right, for each endpoint, and about things of a given place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from functions.networkoperatorconsole.keypools import add_keypool
from functions.venuemgmtconsole.subscribers import add_subscriber
from tests import cards
from tests.gateway import call
from tests.joining import house_of, joins, keyed
from tests.residents import add_pool
from tests.world import PASSWORD, Persona, Tenant, add_plan, add_staff, commit, fresh, signed_in
from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import answer
from vault.graph.schema import Edge
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.permissions import Role
from vault.operators.service import keyring, pool
from vault.people import codes
from vault.people import service as people
from vault.people.model import NewPerson
from vault.venues.model import Venue

Body = dict[str, Any]
CODE = "BCDFGHJK"
ADDRESS = {"AddressLine1": "1 Main St", "City": "Chicago", "State": "IL", "Country": "USA", "PostalCode": "60601"}


@dataclass(frozen=True)
class Scene:
    """What a call is about: a venue of a tenant, a unit there, and whose record it is, where it is somebody's own."""

    there: Tenant
    number: int
    me: Persona | None = None

    @property
    def venue(self) -> Venue:
        """The venue."""
        return self.there.venues[self.number]

    @property
    def unit(self) -> str:
        """A unit at the venue."""
        return self.there.units[self.number]

    def person(self) -> str:
        """The SubscriberToken of the one whose own record it is, or of a resident of the unit."""
        return self.me.token if self.me else resident(self.there, self.unit).token


@dataclass(frozen=True)
class Newcomer:
    """Somebody who has yet to accept the terms."""

    token: str
    email: str
    temporary_password: str
    phone: str = ""


def newcomer(made: Tenant, phone: str = "") -> Newcomer:
    """Somebody new in the operator."""
    caller = made.caller()
    email = f"{fresh('person')}@{made.origin.removeprefix('https://')}"
    added = people.add(caller, NewPerson(email=email, phone=phone, given_name="Ada", family_name="Okafor"))
    audit.record(caller, AuditEvent.SUBSCRIBER_ADDED, subscriber=added.token)
    commit(caller)
    return Newcomer(added.token, email, added.temporary_password, phone)


def resident(made: Tenant, unit: str) -> Persona:
    """Somebody who lives in a unit and has accepted the terms."""
    email = f"{fresh('resident')}@else.example"
    added = call(
        add_subscriber.handler, made.token("DomainAdministrator"), {"EmailAddress": email, "UnitID_internal": unit}
    )
    assert added.status == 200, added.body
    return signed_in(made.operator, email)


def key_of(scene: Scene) -> str:
    """The KeyID of the one whose own record it is, or of a resident, where they live now: at the scene's unit."""
    made, person = scene.there, scene.me or resident(scene.there, scene.unit)
    wire_up(made, scene.venue)
    body = {"EmailAddress": person.email, "UnitID_internal": scene.unit}
    added = call(add_subscriber.handler, made.token("DomainAdministrator"), body)
    assert added.status == 200, added.body
    keys = __.V(ids.subscriber_id(person.token)).out(Edge.HOLDS)
    return str(answer(keys.where(__.out(Edge.AT_UNIT).has_id(scene.unit)).id_())[0])


def wire_up(made: Tenant, venue: Venue) -> None:
    """A keypool at a venue that has none of its own."""
    if not answer(__.V(venue.id).in_(Edge.SHOWN_AT).id_()):
        body = {"SSID": fresh("House"), "VenueID": venue.id}
        assert call(add_keypool.handler, made.token("DomainAdministrator"), body).status == 200


def with_code(made: Tenant) -> str:
    """The SubscriberToken of somebody to whom CODE was sent."""
    token = signed_in(made.operator, newcomer(made).email).token
    sent = codes.sealed(keyring(made.operator), token, codes.RESET_CODE, CODE)
    answer(with_properties(__.V(ids.subscriber_id(token)), **sent))
    return token


def refresh_token(scene: Scene) -> str:
    """A refresh token of the one whose own record it is, or of somebody there."""
    person = scene.me or scene.there.people["AccountManager"]
    password = password_of(scene.there, person)
    return str(cognito.sign_in(pool(scene.there.operator), person.token, password)["RefreshToken"])


def password_of(made: Tenant, person: Persona) -> str:
    """The password with which somebody signs in, whatever a reset of their key made of it."""
    cognito.set_password(pool(made.operator), person.token, PASSWORD)
    return PASSWORD


def appointed(role: str) -> Body:
    """Somebody new, in a role."""
    return {"Role": role, "EmailAddress": f"{fresh('staff')}@else.example", "GivenName": "Ada", "FamilyName": "Okafor"}


def plan(name: str) -> Body:
    """A new service plan."""
    return {"ServicePlanName": name, "UploadKbps": 1000, "DownloadKbps": 1000, "ConcurrentDevices": 5}


def packet() -> Body:
    """A network and a key of it."""
    return {"NAS-Identifier": "lobby-ap01", "SSID": "Lobby", "PSK": "correct horse battery"}


def agent(scene: Scene) -> str:
    """The address of a leasing agent at the venue."""
    return add_staff(scene.there, Role.LEASING_AGENT, scene.venue).email


def seen_device(made: Tenant, token: str) -> Body:
    """The address of a device that joined with a key of somebody, and the venue where it did."""
    device = keyed(house_of(made), token)
    assert joins(made, device.by_ruckus()).status == 200
    return {"VenueID": house_of(made).venue.id, "Calling-Station-Id": device.shown}


def at_venue(scene: Scene) -> Body:
    """Nothing but the venue."""
    return {"VenueID": scene.venue.id}


BODIES: Mapping[str, Callable[[Scene], Body]] = {
    "/subscriberconsole/acceptTandC": lambda scene: accepting(newcomer(scene.there)),
    "/subscriberconsole/confirmResetConsolePassword": lambda scene: {
        "AccessToken": "",
        "SubscriberToken": with_code(scene.there),
        "OTP": CODE,
        "NewPassword": f"{fresh('another-Password')}",
    },
    "/subscriberconsole/initiateResetConsolePassword": lambda scene: {"SubscriberToken": scene.person()},
    "/subscriberconsole/listKeys": at_venue,
    "/subscriberconsole/listSubscriberLog": at_venue,
    "/subscriberconsole/login": lambda scene: {
        "EmailAddress": scene.there.people["AccountManager"].email,
        "Password": password_of(scene.there, scene.there.people["AccountManager"]),
    },
    "/subscriberconsole/logout": at_venue,
    "/subscriberconsole/refreshAccessToken": lambda scene: at_venue(scene) | {"RefreshToken": refresh_token(scene)},
    "/subscriberconsole/resetKey": lambda scene: {"CurrentKeyID": key_of(scene), "UserPartForNewKey": "mine-"},
    "/subscriberconsole/updateKeyTag": lambda scene: (
        at_venue(scene) | {"KeyID": key_of(scene), "KeyTag": fresh("Sofa ")}
    ),
    "/radius/authorize": lambda scene: house_of(scene.there).resident()[1].by_ruckus(),
    "/subscriberconsole/updateDeviceName": lambda scene: (
        seen_device(scene.there, scene.person()) | {"UserDefinedHostName": fresh("Lamp ")}
    ),
    "/subscriberconsole/updatePII": lambda scene: {"SubscriberToken": scene.person(), "contactpref_sms": True},
    "/subscriberconsole/viewTandC": lambda scene: at_venue(scene) | {"AccessToken": ""},
    "/networkoperatorconsole/admin/deleteKeypoolPermanently": lambda scene: {
        "KeyPoolID": add_pool(scene.there, VenueID=scene.venue.id)
    },
    "/networkoperatorconsole/equipment/addServicePlan": lambda _: plan(fresh("Plan")),
    "/networkoperatorconsole/equipment/configureServicePlan": lambda scene: {
        "ServicePlanID": add_plan(scene.there, fresh("Plan")),
        "UploadKbps": 2000,
    },
    "/networkoperatorconsole/equipment/configureTandC": lambda _: {"locale": "en-us", "TandC": "<p>Be kind.</p>"},
    "/networkoperatorconsole/equipment/listOperatorLog": lambda _: {},
    "/networkoperatorconsole/equipment/listServicePlans": lambda _: {},
    "/networkoperatorconsole/keypools/addKeypool": lambda scene: (
        at_venue(scene) | {"SSID": fresh("Net"), "Scope": "local"}
    ),
    "/networkoperatorconsole/keypools/configureKeypool": lambda scene: {
        "KeyPoolID": add_pool(scene.there, Scope="local"),
        "connectVenueID": scene.venue.id,
    },
    "/networkoperatorconsole/keypools/listKeypools": at_venue,
    "/networkoperatorconsole/scratchcards/addScratchCards": lambda scene: (
        at_venue(scene) | {"KeyPoolID": cards.venue_pool(scene.there, scene.number)}
    ),
    "/networkoperatorconsole/scratchcards/extendScratchCardBatch": lambda scene: (
        cards.named(scene.there, scene.number) | {"ExtendByHours": 24}
    ),
    "/networkoperatorconsole/scratchcards/invalidateScratchCardBatch": lambda scene: cards.named(
        scene.there, scene.number
    ),
    "/networkoperatorconsole/scratchcards/viewScratchCardBatch": lambda scene: cards.named(scene.there, scene.number),
    "/networkoperatorconsole/staff/disableStaffAccess": lambda scene: {
        "EmailAddress": add_staff(scene.there, Role.ACCOUNT_MANAGER).email
    },
    "/networkoperatorconsole/staff/enableStaffAccess": lambda scene: at_venue(scene) | appointed("LeasingAgent"),
    "/networkoperatorconsole/subscribers/addKey": lambda scene: (
        at_venue(scene) | {"SubscriberToken": resident(scene.there, scene.unit).token}
    ),
    "/networkoperatorconsole/subscribers/listSubscriberKeys": lambda scene: {
        "SubscriberToken": resident(scene.there, scene.unit).token
    },
    "/networkoperatorconsole/subscribers/resendCodeforTandC": lambda scene: {"SubscriberToken": scene.person()},
    "/networkoperatorconsole/venues/addVenue": lambda _: {"VenueName": fresh("House"), **ADDRESS},
    "/networkoperatorconsole/venues/addVenueUnits": lambda scene: at_venue(scene) | {"UnitID": fresh("U"), "vlan": 99},
    "/networkoperatorconsole/venues/disableServicePlan": lambda scene: (
        at_venue(scene) | {"ServicePlanID": add_plan(scene.there, fresh("Plan"), scene.venue)}
    ),
    "/networkoperatorconsole/venues/disableStaffAccess": lambda scene: (
        at_venue(scene) | {"StaffEmailAddress": agent(scene), "Role": "LeasingAgent", "RevocationReason": "RoleChange"}
    ),
    "/networkoperatorconsole/venues/enableServicePlan": lambda scene: (
        at_venue(scene) | {"ServicePlanID": add_plan(scene.there, fresh("Plan"))}
    ),
    "/networkoperatorconsole/venues/enableStaffAccess": lambda scene: at_venue(scene) | appointed("LeasingAgent"),
    "/networkoperatorconsole/venues/listVenueDetails": at_venue,
    "/networkoperatorconsole/venues/listVenueLog": at_venue,
    "/networkoperatorconsole/venues/listVenueUnits": at_venue,
    "/networkoperatorconsole/venues/listVenues": lambda scene: at_venue(scene) | {"AccessToken": ""},
    "/networkoperatorconsole/venues/updateVenueAddress": lambda scene: (
        at_venue(scene) | {"AddressLine2": fresh("Suite ")}
    ),
    "/operatorconsole/tools/generateCambiumEPSKPacket": lambda _: packet(),
    "/operatorconsole/tools/generateFTPSKPacket": lambda _: packet(),
    "/operatorconsole/tools/generateRuckusDPSKAttribute153": lambda scene: at_venue(scene) | {"SSID": "Lobby"},
    "/operatorconsole/tools/generateWPA2PSKPacket": lambda _: packet(),
    "/venuemgmtconsole/staff/disableStaffAccess": lambda scene: at_venue(scene) | {"EmailAddress": agent(scene)},
    "/venuemgmtconsole/staff/enableStaffAccess": lambda scene: at_venue(scene) | appointed("LeasingAgent"),
    "/venuemgmtconsole/subscribers/addSubscriber": lambda scene: {
        "EmailAddress": f"{fresh('resident')}@else.example",
        "UnitID_internal": scene.unit,
    },
    "/venuemgmtconsole/subscribers/resendCodeforTandC": lambda scene: (
        at_venue(scene) | {"SubscriberToken": resident(scene.there, scene.unit).token}
    ),
    "/venuemgmtconsole/subscribers/validateEmailAddress": lambda _: {"EmailAddress": f"{fresh('who')}@else.example"},
    "/venuemgmtconsole/venue_units/listKeyPoolsatVenueUnit": lambda scene: (
        at_venue(scene) | {"UnitID_internal": scene.unit}
    ),
    "/venuemgmtconsole/venues/listVenues": lambda _: {"AccessToken": ""},
}


def accepting(person: Newcomer) -> Body:
    """Somebody accepts the terms."""
    proof = {"EmailAddress": person.email, "TemporaryPassword": person.temporary_password}
    return {**proof, "NewPassword": f"{fresh('chosen-Password')}"}
