"""Lets generated bodies pass authentication and validation: sometimes a valid token and ids of existing things."""

import json
import os
import random
from typing import Any

import schemathesis

TOKENS: dict[str, str] = json.loads(os.environ["FUZZ_TOKENS"])
THINGS: dict[str, Any] = json.loads(os.environ["FUZZ_THINGS"])
SOMETIMES = 0.7


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    """The generated body, with some members replaced by meaningful values."""
    chance = random.Random(json.dumps(body, sort_keys=True, default=str))  # noqa: S311  the same body, the same choice
    if not isinstance(body, dict) or chance.random() > SOMETIMES:
        return body
    real = {name: value for name, value in THINGS.items() if name in body and chance.random() < SOMETIMES}
    ending = context.operation.path.rpartition("/")[2] == "logout"
    return {**body, **real, "AccessToken": TOKENS["leaving" if ending else "staying"]}
