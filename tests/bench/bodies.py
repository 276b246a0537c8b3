"""Who calls an endpoint in a benchmark, and with what body: the least one, or one that lets it do all of its work."""

from collections.abc import Callable, Mapping
from typing import Any

from functions.networkoperatorconsole.keypools import add_keypool
from functions.venuemgmtconsole.subscribers import add_subscriber
from tests import bodies
from tests.bodies import Scene
from tests.gateway import call
from tests.world import PASSWORD, Persona, Tenant, World, add_staff, fresh, signed_in
from vault.graph.connection import answer
from vault.graph.steps import __, with_properties
from vault.kernel.ids import subscriber_id
from vault.kernel.permissions import Role
from vault.operators.service import keyring
from vault.people import codes

Asked = tuple[str, dict[str, Any]]
CALLERS = {
    "networkoperatorconsole": Role.DOMAIN_ADMINISTRATOR,
    "operatorconsole": Role.DOMAIN_ADMINISTRATOR,
    "venuemgmtconsole": Role.VENUE_ADMINISTRATOR,
}
KEYPOOLS = "/networkoperatorconsole/keypools/addKeypool"


def asked(path: str, world: World) -> Asked:
    """The access token, and the body."""
    if path in OWN:
        return OWN[path](world)
    role = CALLERS.get(path.split("/")[1])
    me = None if role else settled(world)
    return me.access_token if me else world.mine.token(str(role)), bodies.BODIES[path](Scene(world.mine, 0, me))


def network(made: Tenant, **where: str) -> str:
    """A new keypool, shown everywhere or at a venue."""
    told = call(add_keypool.handler, made.token(Role.DOMAIN_ADMINISTRATOR), {"SSID": fresh("Net"), **where})
    return str(told.body["KeyPoolID"])


def newcomer(world: World) -> dict[str, Any]:
    """Somebody with keys who has yet to accept the terms: what the answer to adding them says."""
    body = bodies.BODIES["/venuemgmtconsole/subscribers/addSubscriber"](Scene(world.mine, 0))
    told: dict[str, Any] = call(add_subscriber.handler, world.mine.token(Role.VENUE_ADMINISTRATOR), body).body
    return told


def resident(world: World) -> Persona:
    """Somebody with keys who has signed in."""
    return signed_in(world.mine.operator, newcomer(world)["EmailAddress"])


def settled(world: World) -> Persona:
    """The one resident of the operator whom many calls are about."""
    if Role.SUBSCRIBER not in world.mine.people:
        world.mine.people[Role.SUBSCRIBER] = resident(world)
    return world.mine.people[Role.SUBSCRIBER]


def accepting(world: World) -> Asked:
    """Somebody with keys, which their password is to become the text of."""
    kept = ("EmailAddress", "TemporaryPassword")
    told = newcomer(world)
    return "", {**{name: told[name] for name in kept}, "NewPassword": fresh("Another-Horse-")}


def resetting(world: World) -> Asked:
    """The same with a code."""
    person = resident(world)
    kept = codes.sealed(keyring(world.mine.operator), person.token, codes.RESET_CODE, bodies.CODE)
    answer(with_properties(__.V(subscriber_id(person.token)), **kept))
    proof = {"AccessToken": "", "SubscriberToken": person.token, "OTP": bodies.CODE}
    return "", {**proof, "NewPassword": fresh("Another-Horse-")}


def initiating(world: World) -> Asked:
    """Somebody to whom no code was sent yet."""
    person = resident(world)
    return person.access_token, {"SubscriberToken": person.token}


def signing_in(world: World) -> Asked:
    """Somebody who does not sign in elsewhere at the same time."""
    return "", {"EmailAddress": add_staff(world.mine, Role.LEASING_AGENT).email, "Password": PASSWORD}


def signing_out(world: World) -> Asked:
    """Somebody whose token may die."""
    return add_staff(world.mine, Role.LEASING_AGENT).access_token, {"VenueID": world.mine.venues[0].id}


def looking_up(world: World) -> Asked:
    """Somebody who is there, so that there is something to tell."""
    token = world.mine.token(Role.VENUE_ADMINISTRATOR)
    return token, {"EmailAddress": newcomer(world)["EmailAddress"]}


def all_venues(world: World) -> Asked:
    """Everything the operator has; the public sees next to nothing."""
    return world.mine.token(Role.DOMAIN_ADMINISTRATOR), {}


def networking(world: World) -> Asked:
    """A keypool at the second venue, where the first one's residents do not get keys of it."""
    return world.mine.token(Role.DOMAIN_ADMINISTRATOR), bodies.BODIES[KEYPOOLS](Scene(world.mine, 1))


OWN: Mapping[str, Callable[[World], Asked]] = {
    KEYPOOLS: networking,
    "/networkoperatorconsole/venues/listVenues": all_venues,
    "/subscriberconsole/acceptTandC": accepting,
    "/subscriberconsole/confirmResetConsolePassword": resetting,
    "/subscriberconsole/initiateResetConsolePassword": initiating,
    "/subscriberconsole/login": signing_in,
    "/subscriberconsole/logout": signing_out,
    "/venuemgmtconsole/subscribers/validateEmailAddress": looking_up,
    "/venuemgmtconsole/venues/listVenues": all_venues,
}
