"""Example requests and answers, in which the values of one system take the place of placeholders."""

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from vault.kernel.json_types import JsonObject
from vault.kernel.placeholders import Placeholder
from vault.kernel.vocabulary import WIRE_NAMES_BY_FIELD
from vault.openapi.catalogue import DIRECTORY
from vault.openapi.schemas import Documented
from vault.runtime.endpoint import Endpoint

ANSWERS = DIRECTORY / "answers.json"
PLACEHOLDER = re.compile("|".join(re.escape(each) for each in Placeholder))
SAMPLES: Mapping[Placeholder, object] = MappingProxyType(
    {Placeholder[name]: sample for name, sample in tomllib.loads((DIRECTORY / "samples.toml").read_text()).items()}
)
"""The values of the committed document."""


def request_example(endpoint: Documented) -> object:
    """The declared example in wire names, with its placeholders; None where none is declared."""
    if not isinstance(endpoint, Endpoint) or endpoint.example is None:
        return None
    if isinstance(endpoint.example, Placeholder):
        return endpoint.example
    token = {"access_token": Placeholder.ACCESS_TOKEN} if endpoint.takes_access_token else {}
    return _to_wire({**token, **endpoint.example})


def answer_example(endpoint: Documented) -> object:
    """The recorded answer to the example, with placeholders; None where none is recorded."""
    return recorded_answers().get(endpoint.path)


@cache
def recorded_answers() -> JsonObject:
    """By path."""
    answers: JsonObject = json.loads(ANSWERS.read_text(encoding="utf-8")) if ANSWERS.exists() else {}
    return answers


def fill(document: Any, values: Mapping[Placeholder, object]) -> Any:
    """The document with values instead of placeholders; one that has no value stays."""
    if isinstance(document, dict):
        return {fill(key, values): fill(member, values) for key, member in document.items()}
    if isinstance(document, list):
        return [fill(member, values) for member in document]
    if not isinstance(document, str) or "{" not in document:
        return document
    if document in values:
        return values[Placeholder(document)]
    return PLACEHOLDER.sub(lambda match: str(values.get(Placeholder(match[0]), match[0])), document)


def _to_wire(members: object) -> object:
    if isinstance(members, Mapping):
        return {WIRE_NAMES_BY_FIELD.get(str(name), name): _to_wire(member) for name, member in members.items()}
    return [_to_wire(member) for member in members] if isinstance(members, list | tuple) else members
