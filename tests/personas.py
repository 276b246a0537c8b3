"""A person in each role, and their calls."""

import itertools
from collections.abc import Iterator

from functions.networkoperatorconsole.keypools import add_keypool
from tests.architecture.source import endpoints
from tests.factories import Persona, Tenant, World, add_staff, commit, create_tenant, unique_name
from tests.gateway import Answer, call, event, send
from tests.permissions import OF_SERVERS, expected_access
from tests.radius_client import headers_of
from tests.request_bodies.scene import Body, Scene, add_resident_of
from vault.kernel.locales import Locale
from vault.kernel.permissions import Role
from vault.terms import service as terms

LOGOUT = "/subscriberconsole/logout"
_houses = itertools.count(1)


def create_stage(world: World) -> World:
    """Two operators with terms and a keypool at every venue, and the provider."""
    stage = World(create_tenant("Stage"), create_tenant("Stranger"), world.provider, world.system)
    for each in (stage.mine, stage.other):
        ctx = each.caller()
        terms.write(ctx, Locale.EN_US, "<p>Be kind.</p>")
        commit(ctx)
        body = {"SSID": unique_name("Everywhere"), "Scope": "global"}
        added = call(add_keypool.handler, each.token("DomainAdministrator"), body)
        assert added.status == 200, added.body
    return stage


def create_cast(stage: World) -> dict[str, Persona]:
    """A person in each role, at the first operator and at its first venue."""
    home = add_resident_of(stage.mine, stage.mine.units[0])
    return {**stage.mine.people, "NetworkSoftwareProvider": stage.provider, "Subscriber": home}


def id_fields() -> Iterator[tuple[str, str, str]]:
    """Every field of every endpoint that names a thing, with its reference."""
    for path, endpoint in sorted(endpoints().items()):
        for name, reference in endpoint.request.references.items():
            yield from ((path, name, by) for by in reference.by if not reference.tenant)


def find_entitled(stage: World, cast: dict[str, Persona], path: str) -> Persona | None:
    """A person who may make the call; None where the call itself contains the proof."""
    if path == LOGOUT:
        return add_staff(stage.mine, Role.DOMAIN_ADMINISTRATOR)
    proves_itself = expected_access(path, "DomainAdministrator") == "?" or path in OF_SERVERS
    return None if proves_itself else cast["DomainAdministrator"]


def find_caller(stage: World, cast: dict[str, Persona], path: str, role: str) -> Persona | None:
    """The person in a role; a new one where the call ends their session, which other calls still need."""
    if path == LOGOUT and role == "Subscriber":
        return add_resident_of(stage.mine, stage.mine.units[0])
    if path == LOGOUT and role in stage.mine.people:
        return add_staff(stage.mine, Role(role))
    return cast.get(role)


def scene_for(stage: World, path: str, person: Persona | None) -> Scene:
    """The subject of a call: the person's own record, or things at the first venue."""
    return Scene(stage.mine, 0, person if expected_access(path, "DomainAdministrator") == "s" else None)


def send_as(path: str, console: Tenant, body: Body, person: Persona | None) -> Answer:
    """Call from the console, each time from a new source address; the provider's staff have another console."""
    token = {"AccessToken": person.access_token} if person else {}
    provider = bool(person and person.email.endswith("@provider.example"))
    proof = {} if person else headers_of(path, console)
    called = event(body | token, **({} if provider else {"origin": console.origin}), **proof)
    called["requestContext"]["http"]["sourceIp"] = f"2001:db8:1::{next(_houses):x}"
    return send(endpoints()[path], called)
