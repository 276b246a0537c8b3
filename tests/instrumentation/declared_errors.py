"""Notes every error that an endpoint answers with and does not declare."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.instrumentation import undeclared
from vault.kernel.errors import DomainError
from vault.runtime.body_faults import TypedFieldInvalid
from vault.runtime.http_handler import HttpHandler
from vault.runtime.responses import InternalError


def is_declared(endpoint: HttpHandler, error: DomainError) -> bool:
    """Whether an endpoint says that it may answer so; what a field's type refuses goes by its code alone."""
    if isinstance(error, TypedFieldInvalid):
        return error.code in {kind.code for kind in endpoint.errors}
    return isinstance(error, endpoint.errors)


@contextmanager
def record_undeclared_errors() -> Iterator[None]:
    """Watch every endpoint."""
    refusal = HttpHandler.error_response

    def record_refusal(self: HttpHandler, error: DomainError, *rest: Any) -> Any:
        if not is_declared(self, error) or isinstance(error, InternalError):
            undeclared.note(f"{self.path}: {error.code}")
        return refusal(self, error, *rest)

    HttpHandler.error_response = record_refusal  # type: ignore[method-assign]
    try:
        yield
    finally:
        HttpHandler.error_response = refusal  # type: ignore[method-assign]
