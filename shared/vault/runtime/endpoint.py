"""Declare endpoints: each is its declaration and its Lambda handler."""

import inspect
from collections.abc import Callable, Iterator, Mapping

from pydantic import BaseModel

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
from vault.runtime.declaration import Declaration, Example, Graph, Handler, Renderer, Service, Token, Use
from vault.runtime.http_event import BodyInvalid, BodyTooLarge, LambdaContext, LambdaEvent, LambdaResponse
from vault.runtime.http_handler import HttpHandler
from vault.runtime.idempotency import IdempotencyKeyReused, IdempotencyKeyTooLong
from vault.runtime.logs import CallLog
from vault.runtime.models import Request, errors_of_references, errors_of_type
from vault.runtime.radius_auth import REFUSAL, ServerRefused
from vault.runtime.resolution import OriginRefused, ReferencesDisagree, SourceNotAllowed

__all__ = ["Endpoint", "Graph", "Queue", "Service", "Token", "Use", "endpoint"]

ERRORS_OF_ANY_CALL = (
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
ERRORS_OF_TOKEN_CALL = (TokenMissing, TokenInvalid, OriginRefused, IdempotencyKeyReused, IdempotencyKeyTooLong)
ERRORS_OF_RADIUS_CALL = (ServerRefused, TooManyRequests)


@value
class Endpoint(Declaration, HttpHandler):
    @property
    def errors(self) -> tuple[type[DomainError], ...]:
        """Every error that a caller may get: of any call, of the request's fields and references, and declared ones."""
        of_token = ERRORS_OF_TOKEN_CALL * self.looks_at_token + ERRORS_OF_RADIUS_CALL * self.is_for_radius_servers
        of_region = (PrimaryRegionOnly,) * self.primary_only + (WriteNotPermitted,) * self.waits_for_primary
        of_request = (*errors_of_type(self.request), *errors_of_references(self.request))
        return tuple(dict.fromkeys((*ERRORS_OF_ANY_CALL, *of_token, *of_region, *of_request, *self.raises)))

    @property
    def error_members(self) -> Mapping[str, object]:
        return REFUSAL if self.is_for_radius_servers else {}

    def status_for(self, kind: Kind) -> int:
        if self.business_errors_as_401 and kind in {Kind.INVALID, Kind.RULE, Kind.NOT_FOUND}:
            return responses.STATUS[Kind.UNAUTHENTICATED]
        return responses.STATUS[kind]

    def handle(
        self, event: LambdaEvent, request: RequestInfo, context: LambdaContext, call_log: CallLog
    ) -> LambdaResponse:
        return pipeline.handle(self, event, request, context, call_log)


def endpoint(  # noqa: PLR0913  a declaration is one call
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
    takes_large_body: bool = False,
    example: Example | None = None,
) -> Callable[[Handler], Endpoint]:
    """Declare an endpoint; the handler's annotations name its request and response models."""
    return lambda handler: Endpoint(
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
        takes_large_body=takes_large_body,
        example=example,
        handler=handler,
        request=_request_model(handler),
        response=_response_model(handler),
        summary=inspect.getdoc(inspect.getmodule(handler)) or "",
    )


def _request_model(handler: Handler) -> type[Request]:
    """The annotation of the first parameter. Raises TypeError where it names no model."""
    annotation = next((each.annotation for each in inspect.signature(handler).parameters.values()), None)
    if isinstance(annotation, type) and issubclass(annotation, Request):
        return annotation
    raise _missing_models_error(handler)


def _response_model(handler: Handler) -> type[BaseModel]:
    """The annotation of what is returned. Raises TypeError where it names no model."""
    annotation = inspect.signature(handler).return_annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    raise _missing_models_error(handler)


def _missing_models_error(handler: Handler) -> TypeError:
    return TypeError(
        f"{inspect.getsourcefile(handler)}: the handler has to name its models, "
        "as in `def handler(request: AddUnit, ctx: CallContext) -> UnitAdded`"
    )


def _implied_uses(uses: tuple[Use, ...], command: str | None) -> Iterator[Service]:
    """KMS, for sealing the stored response of a command; Redis, for who has written recently."""
    if command:
        yield Service.KMS
    if command or Graph.READ in uses:
        yield Service.REDIS
