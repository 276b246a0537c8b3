"""`python -m tests.bench [name ...]`: runs all or the named benchmarks; prints a table and writes build/bench.md."""

import contextlib
import importlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from local.system import System
from tests.bench import machine
from tests.bench.calls import AN_ANSWER
from tests.bench.figures import Row, table
from tests.bench.request_bodies import add_network
from tests.factories import World

NAMES = (
    "cold_start",
    "wrapper",
    "vlans",
    "gateways",
    "midnight",
    "residents",
    "scratch_cards",
    "load",
    "forwarding",
    "idle_jobs",
    "join",
    "disclosure",
    "round_trips",
    "keys",
    "key_tools",
)
# Attempts are counted as usual; only the limit is raised.
NO_LIMIT = {"VAULT_LIMIT_FACTOR": "100000"}
RESULT = Path("build/bench.md")


def main(chosen: Sequence[str]) -> int:
    """Run the benchmarks; returns 2 for an unknown name, 1 if an endpoint gave no measurable answer."""
    unknown = set(chosen) - set(NAMES)
    if unknown:
        sys.stderr.write(f"No such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}.\n")
        return 2
    rows: list[Row] = []
    described = machine.line()
    screen, progress = sys.stdout, sys.stderr
    with system_apart() as world:
        for name in chosen or NAMES:
            rows += run_benchmark(name, world, progress)
            write_results(rows, described)
    screen.write(RESULT.read_text())
    return int(any(row.aim == AN_ANSWER for row in rows))


@contextlib.contextmanager
def system_apart() -> Iterator[World]:
    """A system and a world for benchmarks only; handlers print to a file, as fast as a pipe to CloudWatch."""
    with (
        tempfile.TemporaryDirectory() as directory,
        System(Path(directory), persistent=False) as system,
        Path(directory, "handlers.log").open("w") as log,
        contextlib.redirect_stdout(log),
        contextlib.redirect_stderr(log),
    ):
        os.environ.update({**system.environment, **NO_LIMIT})
        world = World.create(system)
        add_network(world.mine)
        yield world


def run_benchmark(name: str, world: World, progress: TextIO) -> list[Row]:
    """The rows of a benchmark; prints how long they took."""
    started = time.perf_counter()
    rows = list(importlib.import_module(f"tests.bench.{name}").rows(world))
    progress.write(f"{name}: {len(rows)} figures in {time.perf_counter() - started:.0f} s\n")
    return rows


def write_results(rows: Sequence[Row], described: str) -> None:
    """Write the results so far."""
    RESULT.parent.mkdir(exist_ok=True)
    missed = sum(row.held is False for row in rows)
    aims = sum(row.held is not None for row in rows)
    RESULT.write_text(f"{described}\n\n{table(rows)}\n{aims - missed} of {aims} aims held.\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
