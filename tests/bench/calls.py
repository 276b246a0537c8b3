"""One valid call of every endpoint, prepared anew for each call."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests import gateway
from tests.bench.figures import Row
from tests.bench.request_bodies import token_and_body
from tests.factories import World
from tests.radius_client import headers_of
from vault.runtime.endpoint import Endpoint
from vault.runtime.registry import Function, find

AN_ANSWER = "an answer"


class Refused(RuntimeError):
    """A call that was not answered with 200, so that its cost is not the one to measure."""


@dataclass(frozen=True)
class Prepared:
    """An endpoint's module, and an event that it answers with 200."""

    endpoint: Endpoint
    module: str
    event: dict[str, Any]

    def make_call(self) -> None:
        """Raises Refused."""
        answered = self.endpoint(self.event, gateway.Context())
        if answered["statusCode"] != 200:
            message = f"{self.endpoint.path}: {answered['statusCode']} {answered['body']}"
            raise Refused(message)


@functools.cache
def functions() -> Mapping[str, Function]:
    """The endpoints that callers may reach, by path."""
    return {path: function for path, function in find().endpoints.items() if not function.requires_iam}


def endpoint(path: str) -> Endpoint:
    handler: Any = functions()[path].handler
    return handler  # type: ignore[no-any-return]


def prepare_call(path: str, world: World) -> Prepared:
    """A call of an endpoint by a person who may make it, at the world's first operator."""
    token, body = token_and_body(path, world)
    response = {**({"AccessToken": token} if token else {}), **body}
    module = f"functions.{functions()[path].name.replace('-', '.')}"
    return Prepared(
        endpoint(path), module, gateway.event(response, origin=world.mine.origin, **headers_of(path, world.mine))
    )


def not_measured(path: str, why: Exception) -> Row:
    """The row of an endpoint that could not be measured."""
    return Row(f"not measured: {path}: {str(why)[:300]}", 0, "", aim=AN_ANSWER, held=False)
