"""Cold starts: a function's module in a fresh interpreter, against a bare file of the same third-party packages.

Endpoints whose first answers call the same services share a bare file and take turns with it; minima count.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.bench import bare, calls, probe
from tests.bench.figures import Row, within
from tests.world import World

ROUNDS = 4
MOST_RATIO = 1.3
BARE = "bare_handler"
PARTS = ("import", "first answer")
PLACES = ("shared", ".")


def rows(world: World) -> Iterable[Row]:
    """Two rows for each endpoint: the import alone, and import and first answer."""
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in sorted(calls.functions()):
        try:
            alike[third_parties(calls.prepared(path, world))].append(path)
        except Exception as error:  # noqa: BLE001  the table says which endpoint it was
            yield calls.not_measured(path, error)
    for called, paths in alike.items():
        best = raced(called, paths, world)
        for path in paths:
            for part in PARTS:
                what = f"cold start, {part}: {path}"
                yield within(what, best[path][part], best[BARE][part], MOST_RATIO, f"bare: {', '.join(called)}")


def third_parties(call: calls.Prepared) -> tuple[str, ...]:
    """What the first answer of an endpoint calls, and PyJWT where the endpoint looks at tokens."""
    return (*probed(call, scout=True)["called"], *["jwt"] * call.endpoint.looks_at_token)


def raced(called: tuple[str, ...], paths: Iterable[str], world: World) -> Mapping[str, Mapping[str, float]]:
    """The best times of the bare file and of each endpoint, run in turns; a first turn only warms up."""
    best: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(PARTS, float("inf")))
    with tempfile.TemporaryDirectory() as directory:
        Path(directory, f"{BARE}.py").write_text(bare.source(called))
        for number in range(ROUNDS + 1):
            for path in (BARE, *paths):
                call = calls.prepared(path if path != BARE else next(iter(paths)), world)
                taken = probed(call, directory if path == BARE else "")
                best[path] = {part: min(best[path][part], taken[part]) for part in PARTS} if number else best[path]
    return best


def probed(call: calls.Prepared, bare_in: str = "", *, scout: bool = False) -> Mapping[str, Any]:
    """What the probe tells of a call in a fresh interpreter, or of the bare file in a directory."""
    told = subprocess.run(
        [sys.executable, probe.__file__, BARE if bare_in else call.module, *(["scout"] if scout else [])],
        input=json.dumps(call.event),
        env={**os.environ, "VAULT_GRAPH_IAM": "1", "PYTHONPATH": os.pathsep.join([*PLACES, bare_in])},
        capture_output=True,
        text=True,
        check=False,
    )
    answer: dict[str, Any] = json.loads(told.stdout.splitlines()[-1]) if told.returncode == 0 else {"status": 0}
    if answer["status"] != 200:
        message = f"{call.module}: {answer.get('body', '')}{told.stderr[-2000:]}"
        raise calls.Refused(message)
    return answer
