"""What the calls of a test are about, and the things and people that their bodies name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from functions.networkoperatorconsole.keypools import add_keypool
from functions.venuemgmtconsole.subscribers import add_subscriber
from tests.factories import Persona, Tenant, accept_and_sign_in, add_staff, commit, unique_name
from tests.gateway import call
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import execute
from vault.graph.schema import Edge
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.permissions import Role
from vault.operators.service import get_keyring
from vault.people import codes
from vault.people import service as people
from vault.people.model import NewPerson
from vault.venues.model import Venue

Body = dict[str, Any]
BodyOf = Callable[["Scene"], Body]
CODE = "BCDFGHJK"


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


def add_person_with_code(tenant: Tenant) -> str:
    """The SubscriberToken of a person without keys to whom CODE was sent."""
    token = accept_and_sign_in(tenant.operator, add_pending_person(tenant).email).token
    sent = codes.seal_code(get_keyring(tenant.operator), token, codes.RESET_CODE, CODE)
    execute(with_properties(__.V(ids.subscriber_id(token)), **sent))
    return token


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


def staff_body(role: str) -> Body:
    """A new person with a role."""
    return {
        "Role": role,
        "EmailAddress": f"{unique_name('staff')}@else.example",
        "GivenName": "Ada",
        "FamilyName": "Okafor",
    }


def add_leasing_agent(scene: Scene) -> str:
    """The address of a leasing agent at the venue."""
    return add_staff(scene.tenant, Role.LEASING_AGENT, scene.venue).email


def acceptance_body(person: PendingPerson) -> Body:
    proof = {"EmailAddress": person.email, "TemporaryPassword": person.temporary_password}
    return {**proof, "NewPassword": f"{unique_name('chosen-Password')}"}
