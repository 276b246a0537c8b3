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

from vault.kernel.errors import DomainError
from vault.runtime.http_handler import HttpHandler
from vault.runtime.responses import STATUS_DONE

DONE = "done"
KEPT = Path("build/outcomes").absolute()
_seen: defaultdict[str, set[str]] = defaultdict(set)


@contextmanager
def watched() -> Iterator[None]:
    """Watch every endpoint."""
    call, refusal = HttpHandler.__call__, HttpHandler.error_response

    def called(self: HttpHandler, *arguments: Any) -> Any:
        answered = call(self, *arguments)
        if answered["statusCode"] == STATUS_DONE:
            _seen[self.path].add(DONE)
        return answered

    def refused(self: HttpHandler, error: DomainError, *rest: Any) -> Any:
        _seen[self.path] |= {error.code, *codes_of(type(error))}
        return refusal(self, error, *rest)

    HttpHandler.__call__, HttpHandler.error_response = called, refused  # type: ignore[method-assign]
    try:
        yield
    finally:
        HttpHandler.__call__, HttpHandler.error_response = call, refusal  # type: ignore[method-assign]
        KEPT.mkdir(parents=True, exist_ok=True)
        told = {path: sorted(outcomes) for path, outcomes in _seen.items()}
        (KEPT / f"{os.getpid()}.json").write_text(json.dumps(told))


def codes_of(error: type[DomainError]) -> Iterator[str]:
    """The code of an error, and of each wider error that it is a kind of."""
    for kind in error.__mro__:
        if "code" in vars(kind):
            yield kind.code


def of(path: str) -> frozenset[str]:
    """What came of calling an endpoint in the run that was kept: DONE, and the codes of its errors."""
    return frozenset(outcome for told in kept() for outcome in told.get(path, ()))


@functools.cache
def kept() -> tuple[Mapping[str, Sequence[str]], ...]:
    """What each process of the last run saw."""
    return tuple(json.loads(file.read_text()) for file in KEPT.glob("*.json"))


def forget() -> None:
    """Begin a run anew."""
    shutil.rmtree(KEPT, ignore_errors=True)
