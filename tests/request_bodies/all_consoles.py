"""A valid body of each endpoint: its example, about things of a given place."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from tests.architecture.source import endpoints
from tests.request_bodies.scene import Body, BodyOf, Scene
from tests.request_bodies.values import PREPARED, VALUES, Subject, Values
from vault.kernel.placeholders import Placeholder
from vault.openapi.examples import fill, request_example

TOKENS = (Placeholder.ACCESS_TOKEN, Placeholder.SUBSCRIBER_ACCESS_TOKEN)


def body_of(path: str, scene: Scene) -> Body:
    """The example without the access token, which each test adds itself."""
    example: Any = request_example(endpoints()[path])
    if isinstance(example, dict):
        example = {name: member for name, member in example.items() if member not in TOKENS}
    return dict(fill(example, prepare_values(path, example, Subject(scene))))


def prepare_values(path: str, example: object, subject: Subject) -> Values:
    """A value for each placeholder of the example."""
    text = json.dumps(example)
    prepared = PREPARED[path](subject) if path in PREPARED else {}
    return {each: prepared[each] if each in prepared else VALUES[each](subject) for each in Placeholder if each in text}


BODIES: Mapping[str, BodyOf] = {
    path: partial(body_of, path) for path, endpoint in endpoints().items() if endpoint.example is not None
}
