"""Every endpoint is called by every role for its own and another place, and is refused where the documents say so."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.architecture.source import endpoints
from tests.equipment import add_equipment
from tests.factories import Persona, Tenant, World, add_plan, unique_name
from tests.gateway import Answer
from tests.permissions import (
    ANSWER_IS_CUT,
    OF_ANY_VENUE,
    OF_NO_VENUE,
    OF_SERVERS,
    PROOF,
    ROLES,
    ROWS,
    RULES_ANSWER_401,
    expected_access,
)
from tests.personas import find_caller, find_entitled, id_fields, scene_for, send_as
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import Scene, add_key_of, add_pending_person
from tests.residents import add_pool
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.vocabulary import wire_name

OWN, SIBLING, FOREIGN = "own", "sibling", "foreign"
DONE = {"*": {OWN, SIBLING}, "p": {OWN, SIBLING, FOREIGN}, "o": {OWN, SIBLING}, "v": {OWN}, "s": {OWN}, "-": set()}
_numbers = itertools.count(1)
STRANGE: dict[str, Callable[[Tenant], str]] = {
    "administrator": lambda other: add_pending_person(other).email,
    "connect_venue_id": lambda other: other.venues[0].id,
    "current_key_id": lambda other: add_key_of(Scene(other, 0)),
    "disconnect_venue_id": lambda other: other.venues[0].id,
    "display_option_id": lambda other: ids.default_display_option_id(other.operator.id),
    "domain": lambda other: other.operator.id,
    "email_address": lambda other: add_pending_person(other).email,
    "equipment_id": lambda other: add_equipment(other, other.venues[0]).name,
    "equipment_id_internal": lambda other: add_equipment(other, other.venues[0]).id,
    "external_service_plan_id": lambda other: named(
        add_plan(other, unique_name("Plan")), Prop.EXTERNAL_SERVICE_PLAN_ID
    ),
    "external_subscriber_id": lambda other: named(
        ids.subscriber_id(add_pending_person(other).token), Prop.EXTERNAL_SUBSCRIBER_ID
    ),
    "external_venue_id": lambda other: named(other.venues[0].id, Prop.EXTERNAL_VENUE_ID),
    "external_venue_unit_id": lambda other: named(other.units[0], Prop.EXTERNAL_UNIT_ID),
    "key_id": lambda other: add_key_of(Scene(other, 0)),
    "key_pool_id": add_pool,
    "migrate_to_service_plan": lambda other: add_plan(other, unique_name("Plan")),
    "phone_number": lambda other: add_pending_person(other, phone=f"+1312555{next(_numbers):04}").phone,
    "primary_unit_id_internal": lambda other: other.units[0],
    "replacement_equipment_id": lambda other: add_equipment(other, other.venues[0]).name,
    "ruckus_r1_controller_id": lambda other: f"{other.operator.id}._V3RUCKUSR1CONTROLLER_.A",
    "service_plan_id": lambda other: add_plan(other, unique_name("Plan")),
    "staff_email_address": lambda other: add_pending_person(other).email,
    "subscriber_token": lambda other: other.people["LeasingAgent"].token,
    "unit_id_internal": lambda other: other.units[0],
    "venue_id": lambda other: other.venues[0].id,
}
"""For each field that names a thing, a value that belongs to another operator."""


@dataclass(frozen=True)
class Case:
    """A role that calls an endpoint about things of a place."""

    path: str
    role: str
    place: str

    def __str__(self) -> str:
        return f"{self.path} {self.role} {self.place}"

    @property
    def is_done(self) -> bool:
        """Whether the documents allow the call."""
        return self.place in DONE[expected_access(self.path, self.role)]


def cases() -> Iterator[Case]:
    """Every distinct case that the documents settle."""
    for path, role, place in itertools.product(sorted(ROWS), ROLES, (OWN, SIBLING, FOREIGN)):
        settled = expected_access(path, role) != "?" and path in endpoints()
        if settled and (place == OWN or differs(path, role, place)):
            yield Case(path, role, place)


def differs(path: str, role: str, place: str) -> bool:
    """Whether another place than the caller's own is a case of its own."""
    if expected_access(path, role) == "-" or path in ANSWER_IS_CUT:
        return False
    return place == FOREIGN or path not in OF_NO_VENUE | OF_ANY_VENUE


def test_every_endpoint_stands_in_both_tables() -> None:
    assert set(endpoints()) - set(ROWS) == set()
    assert set(ROWS) == set(BODIES)


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """One person calls for many cases."""
    monkeypatch.setenv("VAULT_LIMIT_FACTOR", "1000")


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_the_documents_are_obeyed(stage: World, cast: dict[str, Persona], case: Case) -> None:
    person = find_caller(stage, cast, case.path, case.role)

    response = asked(stage, case, person)

    assert response.status in ({200} if case.is_done else refusals(case)), response.body


@pytest.mark.parametrize(("path", "name", "field"), list(id_fields()))
def test_a_thing_of_another_operator_is_not_there(
    stage: World, cast: dict[str, Persona], path: str, name: str, field: str
) -> None:
    person, reference = find_entitled(stage, cast, path), endpoints()[path].request.references[name]
    body = BODIES[path](scene_for(stage, path, person))
    rest = {
        key: value
        for key, value in body.items()
        if not (reference.naming.first_only and key in map(wire_name, reference.by))
    }

    response = send_as(path, stage.mine, {**rest, wire_name(field): STRANGE[field](stage.other)}, person)

    if reference.naming.may_be_new and field not in reference.naming.existing_only and response.status == 200:
        assert all(theirs.token not in str(response.body) for theirs in stage.other.people.values())
    elif response.code != "ReferencesDisagree":
        assert response.status in {403, 404} | ({401} if path in PROOF | RULES_ANSWER_401 else set()), response.body


@pytest.mark.parametrize("path", sorted(endpoints()))
def test_another_operator_is_obeyed_from_the_providers_staff_alone(
    stage: World, cast: dict[str, Persona], path: str
) -> None:
    person = find_entitled(stage, cast, path)
    body = BODIES[path](scene_for(stage, path, person))

    response = send_as(path, stage.mine, {**body, "OperatorID": stage.other.operator.id}, person)

    assert (response.status, response.code) == (403, "AccessDenied")


def named(vertex_id: str, prop: str) -> str:
    """Give a thing an id of an external system and return it."""
    name = unique_name("External")
    execute(with_properties(__.V(vertex_id), **{prop: name}))
    return name


def asked(stage: World, case: Case, person: Persona | None) -> Answer:
    there = stage.other if case.place == FOREIGN else stage.mine
    own = person if case.place == OWN and expected_access(case.path, case.role) == "s" else None
    body = BODIES[case.path](Scene(there, int(case.place == SIBLING), own))
    if expected_access(case.path, case.role) == "p" or (case.place == FOREIGN and case.path in OF_NO_VENUE):
        body["OperatorID"] = there.operator.id
    return send_as(case.path, stage.mine, body, person)


def refusals(case: Case) -> set[int]:
    """The statuses by which a call may be refused."""
    if case.path in OF_SERVERS or (case.role == "Public" and expected_access(case.path, case.role) == "-"):
        return {401}
    if expected_access(case.path, case.role) == "-":
        return {403}
    return {403, 404} | ({401} if case.path in PROOF | RULES_ANSWER_401 else set())
