"""Whatever endpoint sets a password or a key: it is limited, logged, and ends the sessions that it has to."""

from collections.abc import Callable

import pytest

from tests.architecture.source import endpoints
from tests.doors import DOORS, Door, Effect, Ended
from tests.factories import Tenant, World, create_tenant, token_of, unique_name
from tests.gateway import Answer, call
from tests.pending_residents import person_properties
from tests.permissions import expected_access
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import Scene, add_resident_of
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __
from vault.kernel.permissions import Role
from vault.limits import model as limits
from vault.limits.model import Limit

Prepared = tuple[Callable[[], Answer], str]
EVERY_DOOR = sorted({(path, door) for effect in DOORS.values() for path, door in effect.items()}, key=str)
PASSWORD_DOORS = sorted(DOORS[Effect.PASSWORD].items())
CHOSEN = {"new_key", "new_password"}
ACCEPTING = {"/subscriberconsole/acceptTandC"}
LIMITED_DOORS = [(path, door, limit) for path, door in EVERY_DOOR for limit in door.limits]


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    """An operator of this module."""
    assert world
    return create_tenant(unique_name("Doors"), Role.DOMAIN_ADMINISTRATOR)


def prepare(tenant: Tenant, path: str, door: Door) -> Prepared:
    """A valid call that chooses a text, and the token of the person whom it is about, if it sets a password."""
    is_own = expected_access(path, "DomainAdministrator") == "s"
    me = add_resident_of(tenant, tenant.units[0]) if is_own else tenant.people["DomainAdministrator"]
    body = BODIES[path](Scene(tenant, 0, me if is_own else None))
    if door.chosen_in:
        body.pop("UserPartForNewKey", None)
        body[door.chosen_in] = unique_name("Chosen-here-")
    access_token = me.access_token if expected_access(path, "Public") == "-" else ""
    email = str(body.get("EmailAddress", ""))
    token = token_of(tenant.operator, email) if path in ACCEPTING else body.get("SubscriberToken", me.token)
    return lambda: call(endpoints()[path], access_token, body, origin=tenant.origin), token


@pytest.mark.parametrize(("path", "door"), EVERY_DOOR)
def test_what_is_set_is_logged(own_operator: Tenant, path: str, door: Door) -> None:
    attempt, _ = prepare(own_operator, path, door)
    before = count_logged(door)

    answer = attempt()

    assert (answer.status, count_logged(door) - before) == (200, 1)


def count_logged(door: Door) -> int:
    return int(execute(__.V().has(Prop.EVENT, str(door.event)).count(), "LOG")[0])


@pytest.mark.parametrize(("path", "door", "limit"), LIMITED_DOORS)
def test_who_tries_too_often_is_held_back(
    own_operator: Tenant, monkeypatch: pytest.MonkeyPatch, path: str, door: Door, limit: str
) -> None:
    attempt, _ = prepare(own_operator, path, door)
    monkeypatch.setattr(limits, limit, Limit(getattr(limits, limit).name, 0, 900))

    answer = attempt()

    assert (answer.status, answer.code) == (429, "TooManyRequests")


@pytest.mark.parametrize(("path", "door"), PASSWORD_DOORS)
def test_a_new_password_ends_the_sessions_of_the_old_one(own_operator: Tenant, path: str, door: Door) -> None:
    attempt, token = prepare(own_operator, path, door)

    attempt()

    kept = person_properties(token)
    ended = Ended.OTHERS if kept.get(Prop.SPARED_SESSION) else Ended.ALL if kept.get(Prop.SIGNED_OUT_AT) else Ended.NONE
    assert ended is door.ended


def test_every_text_that_is_chosen_is_counted() -> None:
    choosing = {path for path, endpoint in endpoints().items() if CHOSEN & endpoint.request.model_fields.keys()}

    assert choosing == {path for path, door in EVERY_DOOR if door.chosen_in}
    assert all("PASSPHRASES_PER_PERSON" in door.limits for _, door in EVERY_DOOR if door.chosen_in)
