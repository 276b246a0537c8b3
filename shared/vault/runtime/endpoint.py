"""The declaration of an endpoint, and the Lambda handler that it is."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from vault.callers.model import RequestInfo
from vault.kernel.errors import AccessDenied, DomainError, FieldInvalid, FieldMissing, Kind, Unavailable
from vault.kernel.permissions import Permission
from vault.kernel.queues import Queue
from vault.kernel.regions import PrimaryRegionOnly, WriteNotPermitted
from vault.kernel.values import value
from vault.limits.model import TooManyRequests
from vault.operators.model import OperatorNotFound
from vault.runtime import pipeline, responses
from vault.runtime.access_tokens import TokenInvalid, TokenMissing
from vault.runtime.declaration import Declaration, Graph, Handler, Renderer, Service, Token, Use
from vault.runtime.http_event import BodyInvalid, BodyTooLarge, LambdaContext
from vault.runtime.http_handler import HttpHandler
from vault.runtime.idempotency import IdempotencyKeyReused
from vault.runtime.logs import CallLog
from vault.runtime.models import errors_of_references, errors_of_type
from vault.runtime.radius_auth import REFUSAL, ServerRefused
from vault.runtime.resolution import OriginRefused, ReferencesDisagree, SourceNotAllowed

__all__ = ["Endpoint", "Graph", "Queue", "Service", "Token", "Use", "endpoint"]

ANY_CALL = (
    AccessDenied,
    BodyInvalid,
    BodyTooLarge,
    FieldInvalid,
    FieldMissing,
    ReferencesDisagree,
    OperatorNotFound,
    SourceNotAllowed,
    Unavailable,
    responses.InternalError,
)
SIGNED_CALL = (TokenMissing, TokenInvalid, OriginRefused, IdempotencyKeyReused)
SERVERS_CALL = (ServerRefused, TooManyRequests)


@value
class Endpoint(Declaration, HttpHandler):
    """An endpoint as it was declared, called by Lambda with an event."""

    @property
    def errors(self) -> tuple[type[DomainError], ...]:
        """Every error that a caller may get: those of any call, those of the fields' types, and those declared."""
        signed = SIGNED_CALL if self.looks_at_token else SERVERS_CALL if self.is_for_radius_servers else ()
        placed = (PrimaryRegionOnly,) * self.primary_only + (WriteNotPermitted,) * self.waits_for_primary
        requests = (*errors_of_type(self.request), *errors_of_references(self.request))
        return tuple(dict.fromkeys((*ANY_CALL, *signed, *placed, *requests, *self.raises)))

    @property
    def error_members(self) -> Mapping[str, object]:
        """What its errors say beside the members that every error has."""
        return REFUSAL if self.is_for_radius_servers else {}

    def status_for(self, kind: Kind) -> int:
        """The HTTP status of a kind of error at this endpoint."""
        if self.business_errors_as_401 and kind in {Kind.INVALID, Kind.RULE, Kind.NOT_FOUND}:
            return responses.STATUS[Kind.UNAUTHENTICATED]
        return responses.STATUS[kind]

    def handle(
        self, event: Mapping[str, Any], request: RequestInfo, context: LambdaContext, call_log: CallLog
    ) -> dict[str, Any]:
        """The response to a call. Raises what it is refused for."""
        return pipeline.handle(self, event, request, context, call_log)


def endpoint(  # noqa: PLR0913  a declaration names all there is to know
    path: str,
    *,
    requires: Permission,
    uses: tuple[Use, ...],
    raises: tuple[type[DomainError], ...] = (),
    command: str | None = None,
    unimplemented_fields: tuple[str, ...] = (),
    alternate_media: Mapping[str, Renderer] | None = None,
    token: Token = Token.REQUIRED,
    token_field: str = "access_token",  # noqa: S107  a field's name
    business_errors_as_401: bool = False,
    primary_only: bool = False,
    works_without_primary: bool = False,
) -> Callable[[Handler], Endpoint]:
    """Declare the endpoint that a handler is; the handler's annotations say what it takes and answers."""

    def declare(handler: Handler) -> Endpoint:
        return Endpoint(
            path=path,
            requires=requires,
            uses=tuple(dict.fromkeys((*uses, *_implied_uses(uses, command)))),
            raises=raises,
            command=command,
            unimplemented_fields=unimplemented_fields,
            alternate_media=alternate_media or {},
            token=token,
            token_field=token_field,
            business_errors_as_401=business_errors_as_401,
            primary_only=primary_only,
            works_without_primary=works_without_primary,
            **_inspect_handler(handler),
        )

    return declare


def _implied_uses(uses: tuple[Use, ...], command: str | None) -> Iterator[Service]:
    """What an endpoint uses besides.

    KMS, since a command is remembered with its answer under seal; Redis, which knows whoever has just written, and
    is asked before a replica is.
    """
    if command:
        yield Service.KMS
    if command or Graph.READ in uses:
        yield Service.REDIS


def _inspect_handler(handler: Handler) -> dict[str, Any]:
    """What a handler and its module tell by themselves."""
    signature = inspect.signature(handler)
    body, *_ = signature.parameters.values()
    module = inspect.getmodule(handler)
    return {
        "handler": handler,
        "request": body.annotation,
        "response": signature.return_annotation,
        "summary": ((module and module.__doc__) or "").strip(),
    }
