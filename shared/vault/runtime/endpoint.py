"""The declaration of an endpoint, and the Lambda handler that it is."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from vault.callers.model import Request
from vault.kernel.errors import AccessDenied, DomainError, FieldInvalid, FieldMissing, Kind, Unavailable
from vault.kernel.locales import negotiate
from vault.kernel.permissions import Permission
from vault.kernel.queues import Queue
from vault.kernel.regions import PrimaryRegionOnly, WriteNotPermitted
from vault.kernel.values import value
from vault.limits.model import TooManyRequests
from vault.operators.model import OperatorNotFound
from vault.runtime import answers, calling, events, logs
from vault.runtime.commands import IdempotencyKeyReused
from vault.runtime.declaration import Declaration, Graph, Handler, Renderer, Route, Service, Token, Use
from vault.runtime.events import BodyInvalid, BodyTooLarge
from vault.runtime.models import refused_by
from vault.runtime.resolution import OriginRefused, ReferencesDisagree, SourceNotAllowed
from vault.runtime.servers import REFUSAL, ServerRefused
from vault.runtime.tokens import TokenInvalid, TokenMissing

__all__ = ["Endpoint", "Graph", "Queue", "Route", "Service", "Token", "Use", "endpoint"]

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
    answers.InternalError,
)
REGIONS_CALL = (BodyInvalid, BodyTooLarge, FieldInvalid, FieldMissing, PrimaryRegionOnly, answers.InternalError)
SIGNED_CALL = (TokenMissing, TokenInvalid, OriginRefused, IdempotencyKeyReused)
SERVERS_CALL = (ServerRefused, TooManyRequests)


@value
class Endpoint(Declaration):
    """An endpoint as it was declared, called by Lambda with an event."""

    @property
    def errors(self) -> tuple[type[DomainError], ...]:
        """Every error that a caller may get: those of any call, those of the fields' types, and those declared."""
        if self.route is Route.IAM:
            return (*REGIONS_CALL, *self.raises)
        signed = SIGNED_CALL if self.looks_at_token else SERVERS_CALL if self.is_for_radius_servers else ()
        placed = (PrimaryRegionOnly,) * self.primary_only + (WriteNotPermitted,) * self.waits_for_primary
        return tuple(dict.fromkeys((*ANY_CALL, *signed, *placed, *refused_by(self.request), *self.raises)))

    def status_of(self, kind: Kind) -> int:
        """The HTTP status of a kind of error at this endpoint."""
        if self.refusals_answer_401 and kind in {Kind.INVALID, Kind.RULE, Kind.NOT_FOUND}:
            return answers.STATUS[Kind.UNAUTHENTICATED]
        return answers.STATUS[kind]

    def __call__(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Answer an API Gateway HTTP API v2 event."""
        request = events.request_of(event, self.function_name)
        with logs.call(self, request, context) as noted:
            try:
                return calling.perform(self, event, request, context, noted)
            except DomainError as error:
                return self.refusal(error, request, noted)
            except Exception as error:  # noqa: BLE001  whatever broke, the caller gets an answer and no detail
                noted.crashed(error)
                return self.refusal(answers.InternalError(), request, noted)

    def refusal(self, error: DomainError, request: Request, noted: logs.CallLog) -> dict[str, Any]:
        """The answer to an error, noted by its kind."""
        status, level = self.status_of(error.kind), answers.LEVEL[error.kind]
        noted.refused(error, status, level)
        locale = noted.caller.locale if noted.caller else negotiate(None, request.accept_language)
        told = REFUSAL if self.is_for_radius_servers else {}
        return answers.failure(error, status, locale, request.correlation_id, told)


def endpoint(  # noqa: PLR0913  a declaration names all there is to know
    path: str,
    *,
    requires: Permission,
    uses: tuple[Use, ...],
    raises: tuple[type[DomainError], ...] = (),
    command: str | None = None,
    pending: tuple[str, ...] = (),
    forms: Mapping[str, Renderer] | None = None,
    token: Token = Token.NEEDED,
    token_field: str = "access_token",  # noqa: S107  a field's name
    refusals_answer_401: bool = False,
    primary_only: bool = False,
    outlives_primary: bool = False,
    route: Route = Route.OPEN,
) -> Callable[[Handler], Endpoint]:
    """Declare the endpoint that a handler is; the handler's annotations say what it takes and answers."""

    def declare(handler: Handler) -> Endpoint:
        return Endpoint(
            path=path,
            requires=requires,
            uses=tuple(dict.fromkeys((*uses, *implied(uses, command)))),
            raises=raises,
            command=command,
            pending=pending,
            forms=forms or {},
            token=token,
            token_field=token_field,
            refusals_answer_401=refusals_answer_401,
            primary_only=primary_only,
            outlives_primary=outlives_primary,
            route=route,
            **told_by(handler),
        )

    return declare


def implied(uses: tuple[Use, ...], command: str | None) -> Iterator[Service]:
    """What an endpoint uses besides.

    KMS, since a command is remembered with its answer under seal; Redis, which knows whoever has just written, and
    is asked before a replica is.
    """
    if command:
        yield Service.KMS
    if command or Graph.READ in uses:
        yield Service.REDIS


def told_by(handler: Handler) -> dict[str, Any]:
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
