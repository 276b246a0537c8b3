"""Each endpoint's example succeeds as it stands, and the document's sample answer is one that it gives.

`RECORD_ANSWERS=1 make test T=...` with this file writes the sample answers anew.
"""

import functools
import json
import os
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest

from local import openapi
from tests.architecture.source import endpoints
from tests.factories import Persona, World
from tests.gateway import Answer
from tests.permissions import expected_access
from tests.personas import LOGOUT, find_caller, find_entitled, send_as
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import Body, Scene
from vault.kernel.placeholders import Placeholder
from vault.kernel.vocabulary import WIRE_NAMES_BY_FIELD, wire_name
from vault.openapi.examples import ANSWERS, recorded_answers, request_example

DOCUMENT = openapi.document()
RECORD = "RECORD_ANSWERS=1 make test T=tests/functions/runtime/test_examples.py"
WIRE_NAMES = frozenset(map(wire_name, WIRE_NAMES_BY_FIELD))
SHOWN = 2
"""How many items of a list a sample answer shows."""
SECRET_TEXTS = {
    "AccessToken": str(Placeholder.SUBSCRIBER_ACCESS_TOKEN),
    "IdToken": "eyJhbGciOiJSUzI1NiJ9.eyJlbWFpbCI6InJlc2lkZW50In0.c2lnbmF0dXJl",
    "RefreshToken": str(Placeholder.REFRESH_TOKEN),
}


SENT_BEFORE = {
    "/networkoperatorconsole/equipment/listOperatorDetails": (
        "/networkoperatorconsole/equipment/configureNetworkOperator",
    ),
    "/networkoperatorconsole/venues/listVenueDetails": ("/venuemgmtconsole/venues/configureVenue",),
}
"""Examples without which the answer to another one lacks members."""
Exchange = tuple[Body, Answer]


@pytest.fixture(scope="module")
def exchange(stage: World, cast: dict[str, Persona]) -> Callable[[str], Exchange]:
    """What was sent to an endpoint as its example, and what it answered; sent once."""

    @functools.cache
    def send_once(path: str) -> Exchange:
        for other in SENT_BEFORE.get(path, ()):
            send_once(other)
        return send_example(stage, cast, path)

    return send_once


@pytest.mark.parametrize("path", sorted(endpoints()))
def test_an_example_succeeds(exchange: Callable[[str], Exchange], path: str) -> None:
    body, response = exchange(path)

    assert response.status == 200, (body, response.body)


@pytest.mark.parametrize("path", sorted(endpoints()))
def test_the_sample_answer_has_the_members_of_the_answer(exchange: Callable[[str], Exchange], path: str) -> None:
    body, response = exchange(path)
    if os.environ.get("RECORD_ANSWERS"):
        record(path, body, response.body)

    recorded = recorded_answers().get(path, {})

    assert members(recorded) == members(response.body), f"{RECORD} writes the answer of {path} to {ANSWERS.name}"


@pytest.mark.parametrize("path", sorted(endpoints()))
def test_an_example_is_what_the_schema_asks_for(path: str) -> None:
    content = DOCUMENT["paths"][path]["post"]["requestBody"]["content"]["application/json"]

    assert "example" in content, (
        f"add example={{...}} to the declaration of {path}: the members of a request that succeeds"
    )
    assert faults(content) == []


@pytest.mark.parametrize("path", sorted(endpoints()))
def test_a_sample_answer_is_what_the_schema_says(path: str) -> None:
    content = DOCUMENT["paths"][path]["post"]["responses"]["200"]["content"]["application/json"]

    assert faults(content) == []


def send_example(stage: World, cast: dict[str, Persona], path: str) -> Exchange:
    """Send the example as somebody who may; the subscriber sends those about one's own record."""
    own = expected_access(path, "DomainAdministrator") == "s"
    person = find_caller(stage, cast, path, "Subscriber") if own else find_entitled(stage, cast, path)
    body = BODIES[path](Scene(stage.mine, 0, person if own or path == LOGOUT else cast["Subscriber"]))
    return body, send_as(path, stage.mine, body, person)


def faults(content: dict[str, Any]) -> list[str]:
    """How an example differs from its schema."""
    schema = {**content["schema"], "components": DOCUMENT["components"]}
    return [error.message for error in jsonschema_rs.validator_for(schema).iter_errors(content["example"])]


def members(answer: Any) -> set[str]:
    """The named members of an answer; a map's keys are data."""
    items = answer if isinstance(answer, list) else [answer]
    names = {name for item in items for name in item if name[:1].isalpha() and ":" not in name}
    return {name for name in names if "._V3" not in name}


def record(path: str, body: Body, answer: Any) -> None:
    """Add an answer to the recorded ones, with placeholders for what the request named by them."""
    example: Any = request_example(endpoints()[path])
    members = example.items() if isinstance(example, dict) else ()
    named = {body[name]: member for name, member in members if isinstance(member, Placeholder) and name in body}
    recorded_answers()[path] = generalize(answer, named)
    text = json.dumps(recorded_answers(), indent=1, sort_keys=True, ensure_ascii=False)
    ANSWERS.write_text(f"{text}\n", encoding="utf-8")


def generalize(answer: Any, named: dict[str, str], name: str = "") -> Any:
    """The answer with placeholders, short lists, and no tokens."""
    if isinstance(answer, dict):
        is_map = not WIRE_NAMES & answer.keys() and all(isinstance(member, dict) for member in answer.values())
        items = list(answer.items())[: SHOWN if is_map else None]
        return {generalize(key, named): generalize(member, named, key) for key, member in items}
    if isinstance(answer, list):
        return [generalize(item, named) for item in answer[:SHOWN]]
    if name in SECRET_TEXTS or not isinstance(answer, str):
        return SECRET_TEXTS.get(name, answer)
    for value, placeholder in sorted(named.items(), key=lambda each: -len(each[0])):
        answer = answer.replace(value, placeholder)
    return answer
