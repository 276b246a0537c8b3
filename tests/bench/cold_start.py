"""Cold starts: a function's module in a fresh interpreter, compared with a minimal handler of the same packages.

The two alternate; the best of each counts. If that misses the aim they take a number of further turns, since a few runs
on a busy machine are unreliable.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench import bare, calls, probe
from tests.bench.figures import Row, row_within
from tests.factories import World

ROUNDS = 3
MORE_ROUNDS = 5
MAX_RATIO = 1.3
BARE = "bare_handler"
PARTS = ("import", "first answer")
PLACES = ("shared", ".")


def rows(world: World) -> Iterable[Row]:
    """Two rows for each endpoint: the import alone, and import and first answer."""
    for path in sorted(calls.functions()):
        try:
            used = third_parties(calls.prepare_call(path, world))
            ours, theirs = race(path, used, world)
        except Exception as error:  # noqa: BLE001  the table says which endpoint it was
            yield calls.not_measured(path, error)
            continue
        for part in PARTS:
            what = f"cold start, {part}: {path}"
            yield row_within(what, ours[part], theirs[part], MAX_RATIO, f"bare: {', '.join(used)}")


def third_parties(call: calls.Prepared) -> Sequence[str]:
    """The calls of an endpoint's first answer, with the packages for signatures if the endpoint verifies tokens."""
    return [*run_probe(call, scout=True)["called"], *["signatures"] * call.endpoint.looks_at_token]


def race(path: str, used: Sequence[str], world: World) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """The best times of an endpoint and of its minimal handler, run alternately."""
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as directory:
        Path(directory, f"{BARE}.py").write_text(bare.source(used))
        for rounds in (ROUNDS, MORE_ROUNDS):
            for _ in range(rounds):
                call = calls.prepare_call(path, world)
                theirs.append(run_probe(call, directory))
                ours.append(run_probe(call))
            if is_within_aim(best(ours), best(theirs)):
                break
    return best(ours), best(theirs)


def is_within_aim(ours: Mapping[str, float], theirs: Mapping[str, float]) -> bool:
    return all(ours[part] <= MAX_RATIO * theirs[part] for part in PARTS)


def best(runs: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    """The minimum of each part."""
    return {part: min(run[part] for run in runs) for part in PARTS}


def run_probe(call: calls.Prepared, bare_in: str = "", *, scout: bool = False) -> Mapping[str, Any]:
    """The probe's result for a call in a fresh interpreter, or for the minimal handler in a directory."""
    response = subprocess.run(
        [sys.executable, probe.__file__, BARE if bare_in else call.module, *(["scout"] if scout else [])],
        input=json.dumps(call.event),
        env={**os.environ, "VAULT_GRAPH_IAM": "1", "PYTHONPATH": os.pathsep.join([*PLACES, bare_in])},
        capture_output=True,
        text=True,
        check=False,
    )
    answer: dict[str, Any] = json.loads(response.stdout.splitlines()[-1]) if response.returncode == 0 else {"status": 0}
    if answer["status"] != 200:
        message = f"{call.module}: {answer.get('body', '')}{response.stderr[-2000:]}"
        raise calls.Refused(message)
    return answer
