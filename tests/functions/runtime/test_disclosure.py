"""Public endpoints do the same for somebody and for nobody: the same requests to every system, the same answer."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.architecture.source import endpoints
from tests.factories import World, accept_and_sign_in, unique_name
from tests.faults.harness import inject_faults
from tests.gateway import Answer
from tests.pending_residents import add_pending_resident, add_resident_with_key, call_without_token, set_person
from tests.request_bodies.scene import add_person_with_code
from tests.request_bodies.wrong_proofs import BODIES
from vault.graph.connection import execute
from vault.graph.schema import Label
from vault.graph.steps import __
from vault.kernel.permissions import Permission
from vault.people import codes
from vault.runtime.endpoint import Endpoint

Name = Callable[[World], dict[str, str]]


def awaiting(world: World) -> dict[str, str]:
    """Somebody who has yet to accept the terms, with a key."""
    return {"SubscriberToken": add_resident_with_key(world.mine).token}


def accepted(world: World) -> dict[str, str]:
    """Somebody with a key who has accepted the terms, and has no code."""
    email = add_resident_with_key(world.mine).email
    return {"SubscriberToken": accept_and_sign_in(world.mine.operator, email).token}


def sent_a_code(world: World) -> dict[str, str]:
    return {"SubscriberToken": add_person_with_code(world.mine)}


def blocked(world: World) -> dict[str, str]:
    """Somebody whose code has been tried too often."""
    person = add_pending_resident(world.mine)
    set_person(person.token, code_attempts=5)
    return {"SubscriberToken": person.token}


def of_another_operator(world: World) -> dict[str, str]:
    return {"SubscriberToken": add_pending_resident(world.other).token}


def nobody(_world: World) -> dict[str, str]:
    return {"SubscriberToken": unique_name("no-such-token-")}


SOMEBODY = [awaiting, accepted, sent_a_code, blocked, of_another_operator]


def watch(world: World, path: str, name: dict[str, str]) -> tuple[Answer, list[str]]:
    """The answer of a call, and the requests that it made."""
    with inject_faults() as injector:
        answer = call_without_token(endpoints()[path], world.mine, {**BODIES[path], **name})
    return answer, injector.places


@pytest.mark.parametrize("somebody", SOMEBODY, ids=lambda name: name.__name__)
@pytest.mark.parametrize("path", BODIES)
def test_somebody_is_refused_with_the_same_requests_as_nobody(world: World, path: str, somebody: Name) -> None:
    watch(world, path, nobody(world))

    (refused, requests), (refused_too, requests_too) = (watch(world, path, name(world)) for name in (somebody, nobody))

    assert (refused.status, refused.body) == (refused_too.status, refused_too.body)
    assert (refused.status, requests) == (401, requests_too)


@pytest.mark.parametrize("path", BODIES)
def test_a_second_refusal_takes_the_same_requests_too(world: World, path: str) -> None:
    names = awaiting(world), nobody(world)
    for name in names:
        watch(world, path, name)

    requests = [watch(world, path, name)[1] for name in names]

    assert requests[0] == requests[1]


@pytest.mark.parametrize("path", [path for path in BODIES if "login" not in path])
def test_codes_tried_at_the_same_moment_start_again_alike(
    world: World, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    names = awaiting(world), accepted(world), sent_a_code(world), nobody(world)
    for name in names:
        watch(world, path, name)

    requests = [watch_overtaken(world, monkeypatch, path, name) for name in names]

    assert requests[:-1] == [requests[-1]] * 3
    assert len(requests[-1]) > 2 * len(watch(world, path, names[-1])[1])


def watch_overtaken(world: World, patch: pytest.MonkeyPatch, path: str, name: dict[str, str]) -> list[str]:
    """The requests of a call that another one with the same name overtakes, and of that one."""
    read_attempts = codes.read_attempts

    def read_and_be_overtaken(person_id: str) -> int | None:
        attempts = read_attempts(person_id)
        patch.setattr(codes, "read_attempts", read_attempts)
        call_without_token(endpoints()[path], world.mine, {**BODIES[path], **name})
        return attempts

    patch.setattr(codes, "read_attempts", read_and_be_overtaken)
    return watch(world, path, name)[1]


def test_every_public_endpoint_that_names_a_person_is_tried() -> None:
    public = {path: endpoint for path, endpoint in endpoints().items() if endpoint.requires is Permission.PUBLIC}

    assert {path for path, endpoint in public.items() if names_a_person(endpoint)} == set(BODIES)


def names_a_person(endpoint: Endpoint) -> bool:
    """Whether a reference of the endpoint is to a person."""
    references: Any = endpoint.request.references.values()
    return any("subscriber_token" in reference.lookup.finders for reference in references)


def test_wrong_codes_of_nobody_leave_no_more_vertices_than_the_operator_has_for_them(world: World) -> None:
    path = "/subscriberconsole/acceptTandC"

    for _ in range(5):
        watch(world, path, nobody(world))

    found = execute(__.V().has_label(Label.UNKNOWN_PERSON).count())[0]
    assert 1 <= found <= 2 * codes.UNKNOWN_PERSONS
