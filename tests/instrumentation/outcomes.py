"""Notes every outcome of every endpoint over the whole run: done, or refused with which error.

A run has several processes: each leaves what it saw in a file of its own.
"""

import functools
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vault.adapters.systems import Service
from vault.kernel.errors import DomainError
from vault.runtime.http_handler import HttpHandler
from vault.runtime.responses import STATUS_DONE

DONE = "done"
DIRECTORY = Path("build/outcomes").absolute()
_seen: defaultdict[str, set[str]] = defaultdict(set)


@contextmanager
def record_outcomes() -> Iterator[None]:
    """Watch every endpoint."""
    call, refusal = HttpHandler.__call__, HttpHandler.error_response

    def record_call(self: HttpHandler, *arguments: Any) -> Any:
        result = call(self, *arguments)
        if result["statusCode"] == STATUS_DONE:
            _seen[self.path].add(DONE)
        return result

    def record_refusal(self: HttpHandler, error: DomainError, *rest: Any) -> Any:
        _seen[self.path] |= {error.code, *codes_of(type(error))}
        return refusal(self, error, *rest)

    HttpHandler.__call__, HttpHandler.error_response = record_call, record_refusal  # type: ignore[method-assign]
    try:
        yield
    finally:
        HttpHandler.__call__, HttpHandler.error_response = call, refusal  # type: ignore[method-assign]
        DIRECTORY.mkdir(parents=True, exist_ok=True)
        response = {path: sorted(outcomes) for path, outcomes in _seen.items()}
        (DIRECTORY / f"{os.getpid()}.json").write_text(json.dumps(response))


def record_use(path: str, use: Service) -> None:
    """Remember that an endpoint used an outside system."""
    _seen[path].add(text_of_use(use))


def text_of_use(use: Service) -> str:
    """The text of a use among the outcomes."""
    return f"uses {use.name}"


def codes_of(error: type[DomainError]) -> Iterator[str]:
    """The code of an error, and of each wider error that it is a kind of."""
    for kind in error.__mro__:
        if "code" in vars(kind):
            yield kind.code


def outcomes_of(path: str) -> frozenset[str]:
    """What came of calling an endpoint in the run that was kept: DONE, its uses, and the codes of its errors."""
    return frozenset(outcome for response in load_outcomes() for outcome in response.get(path, ()))


@functools.cache
def load_outcomes() -> tuple[Mapping[str, Sequence[str]], ...]:
    """What each process of the last run saw."""
    return tuple(json.loads(file.read_text()) for file in DIRECTORY.glob("*.json"))


def clear_outcomes() -> None:
    """Begin a run anew."""
    shutil.rmtree(DIRECTORY, ignore_errors=True)
