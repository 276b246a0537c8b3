"""The caller and body of an endpoint's benchmark: the smallest body, or one that makes the endpoint do all its work."""

from collections.abc import Callable, Mapping
from typing import Any

from functions.networkoperatorconsole.keypools import add_keypool
from functions.venuemgmtconsole.subscribers import add_subscriber
from tests.factories import PASSWORD, Persona, Tenant, World, accept_and_sign_in, add_staff, unique_name
from tests.gateway import call
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import CODE, Scene
from vault.graph.connection import execute
from vault.graph.steps import __, with_properties
from vault.kernel.ids import subscriber_id
from vault.kernel.permissions import Role
from vault.operators.service import get_keyring
from vault.people import codes

TokenAndBody = tuple[str, dict[str, Any]]
CALLERS = {
    "networkoperatorconsole": Role.DOMAIN_ADMINISTRATOR,
    "operatorconsole": Role.DOMAIN_ADMINISTRATOR,
    "venuemgmtconsole": Role.VENUE_ADMINISTRATOR,
}
KEYPOOLS = "/networkoperatorconsole/keypools/addKeypool"


def token_and_body(path: str, world: World) -> TokenAndBody:
    if path in OWN:
        return OWN[path](world)
    role = CALLERS.get(path.split("/")[1])
    me = None if role else shared_resident(world)
    return me.access_token if me else world.mine.token(str(role)), BODIES[path](Scene(world.mine, 0, me))


def add_network(tenant: Tenant, **where: str) -> str:
    """Add a keypool for all venues or for one."""
    response = call(add_keypool.handler, tenant.token(Role.DOMAIN_ADMINISTRATOR), {"SSID": unique_name("Net"), **where})
    return str(response.body["KeyPoolID"])


def add_newcomer(world: World) -> dict[str, Any]:
    """A person with keys who has not accepted the terms yet: the answer that added them."""
    body = BODIES["/venuemgmtconsole/subscribers/addSubscriber"](Scene(world.mine, 0))
    response: dict[str, Any] = call(add_subscriber.handler, world.mine.token(Role.VENUE_ADMINISTRATOR), body).body
    return response


def add_resident(world: World) -> Persona:
    """A person with keys who has signed in."""
    return accept_and_sign_in(world.mine.operator, add_newcomer(world)["EmailAddress"])


def shared_resident(world: World) -> Persona:
    """The one resident of the operator whom many calls are about."""
    if Role.SUBSCRIBER not in world.mine.people:
        world.mine.people[Role.SUBSCRIBER] = add_resident(world)
    return world.mine.people[Role.SUBSCRIBER]


def acceptance(world: World) -> TokenAndBody:
    """A person with keys who is about to choose the password, which becomes their passphrase."""
    kept = ("EmailAddress", "TemporaryPassword")
    response = add_newcomer(world)
    return "", {**{name: response[name] for name in kept}, "NewPassword": unique_name("Another-Horse-")}


def password_reset(world: World) -> TokenAndBody:
    """The same with a reset code."""
    person = add_resident(world)
    kept = codes.seal_code(get_keyring(world.mine.operator), person.token, codes.RESET_CODE, CODE)
    execute(with_properties(__.V(subscriber_id(person.token)), **kept))
    proof = {"AccessToken": "", "SubscriberToken": person.token, "OTP": CODE}
    return "", {**proof, "NewPassword": unique_name("Another-Horse-")}


def password_reset_request(world: World) -> TokenAndBody:
    """A person who was not sent a code yet."""
    person = add_resident(world)
    return person.access_token, {"SubscriberToken": person.token}


def sign_in(world: World) -> TokenAndBody:
    """A person who does not sign in elsewhere at the same time."""
    return "", {"EmailAddress": add_staff(world.mine, Role.LEASING_AGENT).email, "Password": PASSWORD}


def sign_out(world: World) -> TokenAndBody:
    """A person whose token may be revoked."""
    return add_staff(world.mine, Role.LEASING_AGENT).access_token, {"VenueID": world.mine.venues[0].id}


def email_lookup(world: World) -> TokenAndBody:
    """An existing person, so that there is a profile to return."""
    token = world.mine.token(Role.VENUE_ADMINISTRATOR)
    return token, {"EmailAddress": add_newcomer(world)["EmailAddress"]}


def venue_list(world: World) -> TokenAndBody:
    """All venues of the operator; the public sees hardly any."""
    return world.mine.token(Role.DOMAIN_ADMINISTRATOR), {}


def new_keypool(world: World) -> TokenAndBody:
    """A keypool at the second venue, so that the first venue's residents get no keys of it."""
    return world.mine.token(Role.DOMAIN_ADMINISTRATOR), BODIES[KEYPOOLS](Scene(world.mine, 1))


OWN: Mapping[str, Callable[[World], TokenAndBody]] = {
    KEYPOOLS: new_keypool,
    "/networkoperatorconsole/venues/listVenues": venue_list,
    "/subscriberconsole/acceptTandC": acceptance,
    "/subscriberconsole/confirmResetConsolePassword": password_reset,
    "/subscriberconsole/initiateResetConsolePassword": password_reset_request,
    "/subscriberconsole/login": sign_in,
    "/subscriberconsole/logout": sign_out,
    "/venuemgmtconsole/subscribers/validateEmailAddress": email_lookup,
    "/venuemgmtconsole/venues/listVenues": venue_list,
}
