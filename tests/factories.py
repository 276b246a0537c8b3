"""Test data for endpoint tests: operators, staff of every role, venues, units, residents."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from local.system import System
from vault.adapters import cognito
from vault.callers.model import CallContext, RequestInfo
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.addresses import AddressInput
from vault.kernel.permissions import Role
from vault.kernel.statuses import IN_SERVICE
from vault.kernel.time import epoch_ms, now
from vault.onboarding import service as onboarding
from vault.operators.model import Operator
from vault.operators.service import get_user_pool
from vault.outbox import relay
from vault.people import codes
from vault.people import queries as people
from vault.people.model import NewPerson
from vault.plans import queries as plan_queries
from vault.plans import service as plans
from vault.staff import service as staff
from vault.units import service as units
from vault.units.model import Purpose, VenueForNewUnit, VenueOffset
from vault.venues import service as venues
from vault.venues.model import Venue

PASSWORD = "Correct-Horse-7"
OF_STAFF = tuple(role for role in Role if role not in {Role.NETWORK_SOFTWARE_PROVIDER, Role.SUBSCRIBER})
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Persona:
    """A person who can sign in."""

    token: str
    email: str
    access_token: str


@dataclass
class Tenant:
    """An operator with two venues, a unit in each, and a person in every role; venue roles are at the first venue."""

    operator: Operator
    origin: str
    venues: list[Venue] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    people: dict[str, Persona] = field(default_factory=dict)

    def token(self, role: str) -> str:
        return self.people[role].access_token

    def caller(self, function: str = "test") -> CallContext:
        """A call by nobody in this operator, for writes that prepare a test."""
        return CallContext(None, self.operator, RequestInfo(function))


@dataclass
class World:
    """Two operators, and the provider's staff."""

    mine: Tenant
    other: Tenant
    provider: Persona
    system: System

    @classmethod
    def create(cls, system: System) -> "World":
        """Created once, by the domain's own code."""
        return cls(create_tenant("Metro"), create_tenant("Rival"), create_provider(), system)


def count_from(number: int) -> None:
    """Let fresh names begin with this number, in a world that another process has built."""
    global _numbers  # noqa: PLW0603
    _numbers = itertools.count(number)


def unique_name(word: str) -> str:
    """A word that no other test uses."""
    return f"{word}{next(_numbers)}"


def create_tenant(name: str, *roles: Role) -> Tenant:
    """An operator with two venues, a unit in each, and somebody in each of the roles, or in every one."""
    origin = f"https://{name.lower()}.example"
    site = ids.IdAddress("USA", "FL", "33126", "MIAMI")
    operator = onboarding.provide_operator(onboarding.NewOperator(name, f"root@{name.lower()}.example", origin, site))
    created = Tenant(operator, origin)
    for number in (1, 2):
        created.venues.append(add_venue(created, f"{name} House {number}"))
        created.units.append(add_unit(created, created.venues[-1], "101"))
    for role in roles or OF_STAFF:
        created.people[role] = add_staff(created, role)
    return created


def create_provider() -> Persona:
    """Create a user of the network software provider."""
    email = "root@provider.example"
    operator = onboarding.provide_operator(onboarding.NewOperator("Provider", email, "https://provider.example"))
    return accept_and_sign_in(operator, email)


def add_venue(tenant: Tenant, name: str) -> Venue:
    address = AddressInput("123 Main Street", city="Chicago", state="IL", country="USA", postal_code="60601")
    ctx = tenant.caller()
    venue = venues.add(ctx, name, address)
    commit(ctx)
    return venue


def add_unit(tenant: Tenant, venue: Venue, name: str, vlan: int | None = None) -> str:
    """The id of a new unit, on a VLAN of its own or on the given one."""
    ctx = tenant.caller()
    used = frozenset(execute(__.V(venue.id).out("venue_has_vlan").values("vlan")))
    offset = VenueOffset.from_vertex(execute(__.V(venue.id).element_map())[0])
    site = VenueForNewUnit(venue, {}, len(used), offset, used, ())
    wanted = units.NewUnit(name, "DEFAULT", "DEFAULT", AddressInput(), Purpose.WIRED_UNIT, vlan)
    unit = units.add(ctx, site, wanted)
    commit(ctx)
    return unit.id


def add_plan(tenant: Tenant, name: str, *venues_offered: Venue, hours: float = 730.5) -> str:
    """The id of a new service plan, offered at these venues."""
    ctx = tenant.caller()
    speeds = {"upload_kbps": 25000, "download_kbps": 100000, "concurrent_devices": 10, "billing_cycle_hours": hours}
    plan = plans.add(ctx, name, "", speeds, wireless_only=False)
    for venue in venues_offered:
        ctx.tx.change(plan_queries.offer(plan.id, venue.id, epoch_ms(now())))
    commit(ctx)
    return plan.id


def add_staff(tenant: Tenant, role: Role, venue: Venue | None = None) -> Persona:
    """A person in a role, who has accepted the terms and signed in."""
    wide = role not in {Role.VENUE_ADMINISTRATOR, Role.LEASING_AGENT}
    at = tenant.operator.id if wide else (venue or tenant.venues[0]).id
    email = f"{unique_name(role.lower())}@{tenant.origin.removeprefix('https://')}"
    ctx = tenant.caller()
    new = NewPerson(email=email, given_name="Pat", family_name=str(role))
    staff.enable(ctx, None, new, staff.Post(role, at, None if wide else at))
    commit(ctx)
    return accept_and_sign_in(tenant.operator, email)


def accept_and_sign_in(operator: Operator, email: str) -> Persona:
    """A person who has accepted the terms, with a token."""
    token = token_of(operator, email)
    users = get_user_pool(operator)
    cognito.set_password(users, token, PASSWORD)
    person = __.V(ids.subscriber_id(token))
    accepted = with_properties(person, **{Prop.STATUS: IN_SERVICE, Prop.ACCEPTED_AT: epoch_ms(now())})
    execute(accepted)
    execute(codes.erase_code(token))
    return Persona(token, email, cognito.sign_in(users, token, PASSWORD)["AccessToken"])


def token_of(operator: Operator, email: str) -> str:
    """The SubscriberToken of the person with this address."""
    found: list[Any] = execute(people.by_identity(people.email_identity(email, operator)).values(Prop.TOKEN))
    return str(found[0])


def commit(ctx: CallContext) -> None:
    """Commit the call's changes and publish its outbox records."""
    ctx.tx.commit()
    relay.publish(ctx.tx.outbox_records)
    ctx.tx.outbox_records.clear()
