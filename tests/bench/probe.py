"""Run as a script in a fresh interpreter: measures a module's import and its first answer.

Arguments: the module, and `scout` to list the calls of the first answer instead of measuring. The event is read from
stdin; the last line on stdout is JSON.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any


class Context:
    """The part of an invocation's context that handlers read."""

    aws_request_id = function_name = "bench"

    def get_remaining_time_in_millis(self) -> int:
        return 20_000


def measure(module: str, event: dict[str, object]) -> dict[str, object]:
    """Milliseconds of the import, and of import and first answer together."""
    begun = time.perf_counter()
    handler = importlib.import_module(module).handler
    imported = time.perf_counter()
    answer = handler(event, Context())
    answered = time.perf_counter()
    taken = {"import": (imported - begun) * 1000, "first answer": (answered - begun) * 1000}
    return {**taken, "status": answer["statusCode"], "body": answer["body"]}


def list_calls(module: str, event: dict[str, object]) -> dict[str, object]:
    """The calls of the first answer: AWS services, Redis, traversal sources, the keys of a token issuer."""
    from botocore.client import BaseClient
    from gremlin_python.driver.connection import Connection
    from redis.connection import Connection as RedisConnection

    from vault.adapters import jwks

    called: set[str] = set()
    for owner, method, name in (
        (BaseClient, "_make_api_call", lambda client, *_: f"aws {client.meta.service_model.service_name}"),
        (Connection, "write", lambda connection, *_: f"graph {connection._traversal_source}"),
        (RedisConnection, "connect", lambda *_: "redis"),
        (jwks, "fetch", lambda *_: "token"),
    ):
        setattr(owner, method, recording(getattr(owner, method), name, called))
    answered = measure(module, event)
    return {"called": sorted(called), **answered}


def recording(original: Callable[..., Any], name: Callable[..., str], called: set[str]) -> Callable[..., Any]:
    """A wrapper that adds the name of each call to `called`."""

    def record_call(*args: Any, **named: Any) -> Any:
        called.add(name(*args))
        return original(*args, **named)

    return record_call


if __name__ == "__main__":
    result = (list_calls if sys.argv[2:] == ["scout"] else measure)(sys.argv[1], json.load(sys.stdin))
    sys.stdout.write(f"\n{json.dumps(result)}\n")
