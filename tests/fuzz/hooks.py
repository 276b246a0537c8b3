"""Schemathesis hooks: valid bodies, and valid ones with generated members, among the generated; counts of statuses."""

import atexit
import json
import os
import random
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis

from tests.fuzz import cast
from vault.runtime import logs

COUNTS = Path(os.environ["FUZZ_COUNTS"])
GENERATES_ONLY = os.environ.get("FUZZ_PHASES") == "coverage"
EXAMPLE, MIXED = 0.3, 0.3
"""The shares of bodies that are examples, and examples with generated members."""
SOMETIMES = 0.7
FIRST = 3
"""So often the example is sent before anything else."""
answered: Counter[str] = Counter()
vars(logs)["print"] = lambda *_, **_named: None
"""Metrics of the calls that prepare others would hide what schemathesis says."""
cast.write_terms()
chance = random.Random()  # noqa: S311  which bodies are sent, not a secret


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    path = case.operation.path
    case.headers = {**(case.headers or {}), **cast.headers(path)}
    if isinstance(case.body, dict):
        case.body = choose_body(path, case.body)


def choose_body(path: str, generated: dict[str, Any]) -> dict[str, Any]:
    """The example, the example with generated members beside its own, or what was generated with some real values."""
    choice = 1.0 if GENERATES_ONLY else chance.random()
    if choice < EXAMPLE or (answered[f"{path} 200"] < FIRST and not GENERATES_ONLY):
        return cast.create_valid_body(path)
    if choice < EXAMPLE + MIXED:
        some = {name: member for name, member in generated.items() if chance.random() > SOMETIMES}
        return {**some, **cast.create_valid_body(path)}
    return with_real_values(path, generated)


def with_real_values(path: str, generated: dict[str, Any]) -> dict[str, Any]:
    """The generated body, sometimes with the access token of somebody who may call, and ids of existing things."""
    if chance.random() > SOMETIMES:
        return generated
    real = {name: thing for name, thing in cast.THINGS.items() if name in generated and chance.random() < SOMETIMES}
    caller = cast.find_caller(path)
    return {**generated, **real, **({"AccessToken": caller.access_token} if caller else {})}


@schemathesis.hook
def after_call(_context: Any, case: Any, response: Any) -> None:
    answered[f"{case.operation.path} {response.status_code}"] += 1


@atexit.register
def write_counts() -> None:
    before = Counter(json.loads(COUNTS.read_text())) if COUNTS.exists() else Counter()
    COUNTS.write_text(json.dumps(before + answered))
