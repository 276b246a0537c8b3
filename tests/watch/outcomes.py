"""Notes every outcome of every endpoint over the whole run: done, or refused with which error."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from vault.kernel.errors import DomainError
from vault.runtime.answers import STATUS_DONE
from vault.runtime.endpoint import Endpoint

DONE = "done"
_seen: defaultdict[str, set[str]] = defaultdict(set)


@contextmanager
def watched() -> Iterator[None]:
    """Watch every endpoint."""
    call, refusal = Endpoint.__call__, Endpoint.refusal

    def called(self: Endpoint, *arguments: Any) -> Any:
        answered = call(self, *arguments)
        if answered["statusCode"] == STATUS_DONE:
            _seen[self.path].add(DONE)
        return answered

    def refused(self: Endpoint, error: DomainError, *rest: Any) -> Any:
        _seen[self.path] |= {error.code, *(kind.__name__ for kind in type(error).__mro__)}
        return refusal(self, error, *rest)

    Endpoint.__call__, Endpoint.refusal = called, refused  # type: ignore[method-assign]
    try:
        yield
    finally:
        Endpoint.__call__, Endpoint.refusal = call, refusal  # type: ignore[method-assign]


def of(path: str) -> frozenset[str]:
    """What came of calling an endpoint so far: DONE, and the codes of its errors."""
    return frozenset(_seen[path])
