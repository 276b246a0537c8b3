"""Notes every error that an endpoint answers with and does not declare."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from vault.kernel.errors import DomainError
from vault.runtime.answers import InternalError, Named
from vault.runtime.endpoint import Endpoint

_undeclared: list[str] = []


@contextmanager
def watched() -> Iterator[None]:
    """Watch every endpoint."""
    refusal = Endpoint.refusal

    def noted(self: Endpoint, error: DomainError, *rest: Any) -> Any:
        if not isinstance(error, (*self.errors, Named)) or isinstance(error, InternalError):
            _undeclared.append(f"{self.path}: {error.code}")
        return refusal(self, error, *rest)

    Endpoint.refusal = noted  # type: ignore[method-assign]
    try:
        yield
    finally:
        Endpoint.refusal = refusal  # type: ignore[method-assign]


def taken() -> list[str]:
    """What was noted since the last time."""
    noted = list(_undeclared)
    _undeclared.clear()
    return noted
