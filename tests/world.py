"""The world in which endpoint tests live: operators, staff of every role, venues, units, residents."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from local.system import System
from vault.adapters import cognito
from vault.audit import carrier
from vault.callers.model import Caller, Request
from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.permissions import Role
from vault.kernel.time import epoch_ms, now
from vault.onboarding import service as onboarding
from vault.operators.model import Operator
from vault.operators.service import pool
from vault.people import codes
from vault.people import queries as people
from vault.people.model import IN_SERVICE, NewPerson
from vault.plans import queries as plan_queries
from vault.plans import service as plans
from vault.staff import service as staff
from vault.units import service as units
from vault.units.model import Purpose, Site
from vault.venues import service as venues
from vault.venues.model import Venue

PASSWORD = "Correct-Horse-7"
OF_STAFF = tuple(role for role in Role if role not in {Role.NETWORK_SOFTWARE_PROVIDER, Role.SUBSCRIBER})
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Persona:
    """Somebody who can sign in."""

    token: str
    email: str
    access_token: str


@dataclass
class Tenant:
    """An operator with two venues, a unit in each, and somebody in every role; venue roles are held at the first."""

    operator: Operator
    origin: str
    venues: list[Venue] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    people: dict[str, Persona] = field(default_factory=dict)

    def token(self, role: str) -> str:
        """The access token of the person in a role."""
        return self.people[role].access_token

    def caller(self, function: str = "test") -> Caller:
        """Nobody, in this operator: for writes that prepare a test."""
        return Caller(None, self.operator, Request(function))


@dataclass
class World:
    """Two operators, and the provider's staff."""

    mine: Tenant
    other: Tenant
    provider: Persona
    system: System

    @classmethod
    def built(cls, system: System) -> "World":
        """Built once, through the domain's own code."""
        return cls(tenant("Metro"), tenant("Rival"), provider(), system)


def count_from(number: int) -> None:
    """Let fresh names begin with this number, in a world that another process has built."""
    global _numbers  # noqa: PLW0603
    _numbers = itertools.count(number)


def fresh(word: str) -> str:
    """A word that no other test has."""
    return f"{word}{next(_numbers)}"


def tenant(name: str, *roles: Role) -> Tenant:
    """An operator with two venues, a unit in each, and somebody in each of the roles, or in every one."""
    origin = f"https://{name.lower()}.example"
    site = ids.Site("USA", "FL", "33126", "MIAMI")
    operator = onboarding.welcome(onboarding.Newcomer(name, f"root@{name.lower()}.example", origin, site))
    made = Tenant(operator, origin)
    for number in (1, 2):
        made.venues.append(add_venue(made, f"{name} House {number}"))
        made.units.append(add_unit(made, made.venues[-1], "101"))
    for role in roles or OF_STAFF:
        made.people[role] = add_staff(made, role)
    return made


def provider() -> Persona:
    """Somebody of the network software provider."""
    email = "root@provider.example"
    operator = onboarding.welcome(onboarding.Newcomer("Provider", email, "https://provider.example"))
    return signed_in(operator, email)


def add_venue(made: Tenant, name: str) -> Venue:
    """A venue in Chicago."""
    address = {"line1": "123 Main Street", "city": "Chicago", "state": "IL", "country": "USA", "postal_code": "60601"}
    caller = made.caller()
    venue = venues.add(caller, name, address)
    commit(caller)
    return venue


def add_unit(made: Tenant, venue: Venue, name: str, vlan: int | None = None) -> str:
    """The id of a new unit on a VLAN of its own, or on the given one."""
    caller = made.caller()
    used = frozenset(answer(__.V(venue.id).out("venue_has_vlan").values("vlan")))
    site = Site(venue, {}, len(used), used, None)
    wanted = units.Wanted(name, "DEFAULT", "DEFAULT", {}, Purpose.WIRED_UNIT, vlan)
    unit = units.add(caller, site, wanted)
    commit(caller)
    return unit.id


def add_plan(made: Tenant, name: str, *venues_offered: Venue, hours: float = 730.5) -> str:
    """The id of a new service plan, offered at these venues."""
    caller = made.caller()
    speeds = {"upload_kbps": 25000, "download_kbps": 100000, "concurrent_devices": 10, "billing_cycle_hours": hours}
    plan = plans.add(caller, name, "", speeds, wireless_only=False)
    for venue in venues_offered:
        caller.tx.change(plan_queries.offer(plan.id, venue.id, epoch_ms(now())))
    commit(caller)
    return plan.id


def add_staff(made: Tenant, role: Role, venue: Venue | None = None) -> Persona:
    """Somebody in a role, who has accepted the terms and signed in."""
    wide = role not in {Role.VENUE_ADMINISTRATOR, Role.LEASING_AGENT}
    at = made.operator.id if wide else (venue or made.venues[0]).id
    email = f"{fresh(role.lower())}@{made.origin.removeprefix('https://')}"
    caller = made.caller()
    new = NewPerson(email=email, given_name="Pat", family_name=str(role))
    staff.enable(caller, None, new, staff.Post(role, at, None if wide else at))
    commit(caller)
    return signed_in(made.operator, email)


def signed_in(operator: Operator, email: str) -> Persona:
    """Somebody who has accepted the terms, with a token."""
    token = token_of(operator, email)
    users = pool(operator)
    cognito.set_password(users, token, PASSWORD)
    person = __.V(ids.subscriber_id(token))
    accepted = with_properties(person, **{Prop.STATUS: IN_SERVICE, Prop.ACCEPTED_AT: epoch_ms(now())})
    answer(accepted)
    answer(codes.erased(token))
    return Persona(token, email, cognito.sign_in(users, token, PASSWORD)["AccessToken"])


def token_of(operator: Operator, email: str) -> str:
    """The SubscriberToken of the person with this address."""
    found: list[Any] = answer(people.by_identity(people.email_identity(email, operator)).values(Prop.TOKEN))
    return str(found[0])


def commit(caller: Caller) -> None:
    """Write what a caller is about to, and carry it."""
    caller.tx.commit()
    carrier.carry(caller.tx.parcels)
    caller.tx.parcels.clear()
