"""The declaration of an endpoint, and the Lambda handler that it is."""

import enum
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from vault.callers.model import Caller, Request
from vault.kernel.errors import AccessDenied, DomainError, FieldInvalid, FieldMissing, Kind, Unavailable
from vault.kernel.locales import negotiate
from vault.kernel.permissions import Permission
from vault.operators.model import OperatorNotFound
from vault.runtime import answers, calling, events, logs, models
from vault.runtime.commands import IdempotencyKeyReused
from vault.runtime.events import BodyInvalid, BodyTooLarge
from vault.runtime.resolution import OriginRefused, ReferencesDisagree, SourceNotAllowed
from vault.runtime.tokens import TokenInvalid, TokenMissing

Handler = Callable[[Any, Caller], BaseModel]
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
SIGNED_CALL = (TokenMissing, TokenInvalid, OriginRefused, IdempotencyKeyReused)


class Graph(enum.Enum):
    """What an endpoint does with the graph: reads from a replica, reads the writer's truth, writes."""

    READ = enum.auto()
    FRESH = enum.auto()
    WRITE = enum.auto()


class Queue(enum.Enum):
    """The queues to which an endpoint's outbox is carried."""

    JOBS = enum.auto()
    NOTIFICATIONS = enum.auto()
    WEBHOOKS = enum.auto()


class Service(enum.Enum):
    """What else an endpoint calls."""

    COGNITO = enum.auto()
    KMS = enum.auto()
    REDIS = enum.auto()


Use = Graph | Queue | Service


class Token(enum.Enum):
    """How an endpoint takes the access token; PUBLIC looks at none."""

    NEEDED = enum.auto()
    EXPIRED_TOO = enum.auto()
    OPTIONAL = enum.auto()
    EXPIRED_OR_NONE = enum.auto()
    PUBLIC = enum.auto()


@dataclass(frozen=True)
class Endpoint:
    """All that infrastructure, documentation and tests know of an endpoint; called by Lambda with an event."""

    path: str
    requires: Permission
    handler: Handler
    request: type[models.Request]
    response: type[BaseModel]
    uses: tuple[Use, ...]
    raises: tuple[type[DomainError], ...]
    command: str | None
    pending: tuple[str, ...]
    token: Token
    token_field: str
    refusals_answer_401: bool
    summary: str

    @property
    def function_name(self) -> str:
        """The name under which the audit log knows this endpoint."""
        return "vault" + self.path.replace("/", "_")

    @property
    def group(self) -> str:
        """The console, and the group in it, to which the endpoint belongs."""
        return self.path.strip("/").rpartition("/")[0]

    @property
    def fresh(self) -> bool:
        """Whether the caller is looked up at the writer, where a revocation shows at once."""
        return bool({Graph.WRITE, Graph.FRESH} & set(self.uses))

    @property
    def needs_token(self) -> bool:
        """Whether nobody may call without a token."""
        return self.token in {Token.NEEDED, Token.EXPIRED_TOO}

    @property
    def looks_at_token(self) -> bool:
        """Whether a token that comes counts."""
        return self.token is not Token.PUBLIC

    @property
    def takes_access_token(self) -> bool:
        """Whether callers show who they are by AccessToken, or a bearer token in its place."""
        return self.looks_at_token and self.token_field == "access_token"  # noqa: S105  a field's name

    @property
    def expired_token_passes(self) -> bool:
        """Whether an expired token still says who calls."""
        return self.token in {Token.EXPIRED_TOO, Token.EXPIRED_OR_NONE}

    @property
    def errors(self) -> tuple[type[DomainError], ...]:
        """Every error that a caller may get: those of any call, and those declared."""
        return tuple(dict.fromkeys((*ANY_CALL, *(SIGNED_CALL if self.looks_at_token else ()), *self.raises)))

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
        return answers.failure(error, status, locale, request.correlation_id)


def endpoint(  # noqa: PLR0913  a declaration names all there is to know
    path: str,
    *,
    requires: Permission,
    uses: tuple[Use, ...],
    raises: tuple[type[DomainError], ...] = (),
    command: str | None = None,
    pending: tuple[str, ...] = (),
    token: Token = Token.NEEDED,
    token_field: str = "access_token",  # noqa: S107  a field's name
    refusals_answer_401: bool = False,
) -> Callable[[Handler], Endpoint]:
    """Declare the endpoint that a handler is; the handler's annotations say what it takes and answers."""

    def declare(handler: Handler) -> Endpoint:
        signature = inspect.signature(handler)
        body, *_ = signature.parameters.values()
        module = inspect.getmodule(handler)
        return Endpoint(
            path=path,
            requires=requires,
            handler=handler,
            request=body.annotation,
            response=signature.return_annotation,
            uses=uses,
            raises=raises,
            command=command,
            pending=pending,
            token=token,
            token_field=token_field,
            refusals_answer_401=refusals_answer_401,
            summary=((module and module.__doc__) or "").strip(),
        )

    return declare
