"""Texts that would be code in a query are only names."""

import pytest

from tests.architecture.source import endpoints
from tests.factories import Persona, World
from tests.functions.runtime.probes import anybody
from tests.gateway import call
from tests.permissions import PROOF, RULES_ANSWER_401
from tests.personas import find_entitled, id_fields, scene_for, send_as
from tests.request_bodies.all_consoles import BODIES
from vault.graph.connection import execute
from vault.graph.steps import __
from vault.kernel.vocabulary import wire_name

TEXTS = (
    "'); g.V().drop(); //",
    '").drop().iterate(); g.V("',
    "${System.exit(1)}",
    "__.V()",
    "a'||'b",
    "../../etc/passwd",
    "_V3PROVIDER_",
    "x" * 512,
    "名前\u202e\ufeff",
)


@pytest.mark.parametrize(("path", "name", "field"), list(id_fields()))
def test_a_text_of_any_kind_is_the_name_of_nothing(
    stage: World, cast: dict[str, Persona], path: str, name: str, field: str
) -> None:
    person, reference = find_entitled(stage, cast, path), endpoints()[path].request.references[name]
    body = BODIES[path](scene_for(stage, path, person))
    rest = {
        key: value
        for key, value in body.items()
        if not (reference.naming.first_only and key in map(wire_name, reference.by))
    }

    answers = [send_as(path, stage.mine, {**rest, wire_name(field): text}, person) for text in TEXTS]

    allowed = {400, 403, 404} | ({401} if path in PROOF | RULES_ANSWER_401 else set())
    assert {response.status for response in answers} <= allowed | ({200} if reference.naming.may_be_new else set())


@pytest.mark.parametrize("text", TEXTS)
def test_an_operator_and_a_console_of_any_text_are_none(stage: World, text: str) -> None:
    named = call(anybody, "", {"OperatorID": text}, origin=stage.mine.origin)
    seen_from = call(anybody, "", {}, origin=text.encode("ascii", "ignore").decode())

    assert named.status in {403, 404}
    assert seen_from.status == 404


def test_everything_is_still_there(stage: World) -> None:
    assert execute(__.V(stage.mine.operator.id).count()) == [1]
