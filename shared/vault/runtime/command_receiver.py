"""Receive the calls that other regions forward to the primary, and run their endpoints."""

import inspect
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from vault.callers.model import RequestInfo
from vault.kernel import regions
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, FieldInvalid, FieldMissing, Kind
from vault.kernel.json_types import JsonObject
from vault.kernel.permissions import Permission
from vault.kernel.settings import setting
from vault.kernel.time import epoch_ms, real_now
from vault.kernel.values import value
from vault.runtime import body_faults, http_event, responses
from vault.runtime.declaration import Use
from vault.runtime.forwarding import RESPONSE_HEADER
from vault.runtime.http_event import BodyInvalid, BodyTooLarge, LambdaContext, LambdaEvent, LambdaResponse
from vault.runtime.http_handler import HttpHandler
from vault.runtime.logs import CallLog

MAX_AGE_MS = 60_000
MAX_BYTES = 6_000_000
"""What Lambda takes of an event: the body of a forwarded call is escaped once more."""
ERRORS_OF_ANY_CALL = (
    BodyInvalid,
    BodyTooLarge,
    FieldInvalid,
    FieldMissing,
    regions.PrimaryRegionOnly,
    responses.InternalError,
)


class RegionRefused(DomainError):
    """The caller is no region of this deployment."""

    code = ErrorCode.REGION_REFUSED
    kind = Kind.FORBIDDEN


class CommandStale(DomainError):
    """A forwarded call that was sent too long ago, or whose deadline has passed."""

    code = ErrorCode.COMMAND_STALE
    kind = Kind.INVALID


class CommandUnknown(DomainError):
    """No endpoint has this path and command."""

    code = ErrorCode.COMMAND_UNKNOWN
    kind = Kind.NOT_FOUND


class ForwardedCommand(BaseModel):
    """A call as another region forwards it."""

    model_config = ConfigDict(strict=True)

    path: str = Field(max_length=256)
    command: str | None = Field(None, max_length=256)
    command_id: str = Field(min_length=1, max_length=256)
    issued_at_ms: int
    deadline_ms: int
    call_event: JsonObject = Field(repr=False)


class _CommandResponse(RootModel[JsonObject]):
    pass


class CommandTarget(Protocol):
    @property
    def command(self) -> str | None:
        """The name of the write; None for a read."""

    def __call__(self, event: LambdaEvent, context: LambdaContext) -> LambdaResponse: ...


@value
class DeadlineContext:
    """A Lambda context that ends at `deadline_ms` (epoch milliseconds), if Lambda's own limit is later."""

    context: LambdaContext
    deadline_ms: int

    @property
    def aws_request_id(self) -> str:
        return str(self.context.aws_request_id)

    def get_remaining_time_in_millis(self) -> int:
        left = self.deadline_ms - epoch_ms(real_now())
        return max(0, min(left, int(self.context.get_remaining_time_in_millis())))


CommandHandler = Callable[[ForwardedCommand, DeadlineContext], LambdaResponse]


@value
class CommandReceiver(HttpHandler):
    request: type[ForwardedCommand]
    handler: CommandHandler

    @property
    def primary_only(self) -> bool:
        return True

    @property
    def errors(self) -> tuple[type[DomainError], ...]:
        return (*ERRORS_OF_ANY_CALL, *self.raises)

    def handle(
        self, event: LambdaEvent, _request: RequestInfo, context: LambdaContext, _call_log: CallLog
    ) -> LambdaResponse:
        """Raises PrimaryRegionOnly, RegionRefused, CommandStale, CommandUnknown, and the errors of `parse_body`."""
        if regions.mode().is_secondary:
            raise regions.PrimaryRegionOnly
        authorize_region(event)
        command = _parse_command(event)
        _check_age(command)
        response = self.handler(command, DeadlineContext(context, command.deadline_ms))
        return {**response, "headers": {**response["headers"], RESPONSE_HEADER: ",".join(response["headers"])}}


def command_receiver(
    path: str, *, requires: Permission, uses: tuple[Use, ...], raises: tuple[type[DomainError], ...]
) -> Callable[[CommandHandler], CommandReceiver]:
    def declare(handler: CommandHandler) -> CommandReceiver:
        return CommandReceiver(
            path=path,
            requires=requires,
            uses=uses,
            raises=raises,
            request=ForwardedCommand,
            response=_CommandResponse,
            handler=handler,
            summary=inspect.getdoc(inspect.getmodule(handler)) or "",
        )

    return declare


def _parse_command(event: LambdaEvent) -> ForwardedCommand:
    try:
        return ForwardedCommand.model_validate(http_event.parse_body(event, MAX_BYTES))
    except ValidationError as error:
        raise body_faults.to_domain_error(error, ForwardedCommand) from None


def authorize_region(event: LambdaEvent) -> None:
    """Check the caller's IAM role by the ARN patterns of VAULT_REGIONAL_ROLES. Raises RegionRefused."""
    identity = ((event.get("requestContext") or {}).get("authorizer") or {}).get("iam") or {}
    arn = str(identity.get("userArn", ""))
    if not any(fnmatchcase(arn, pattern) for pattern in setting("VAULT_REGIONAL_ROLES", "").split()):
        raise RegionRefused


def _check_age(command: ForwardedCommand) -> None:
    moment = epoch_ms(real_now())
    if abs(moment - command.issued_at_ms) > MAX_AGE_MS or moment > command.deadline_ms:
        raise CommandStale


def run(target: CommandTarget, command: ForwardedCommand, context: LambdaContext) -> LambdaResponse:
    """The endpoint's response; it checks the call as any other. Raises CommandUnknown."""
    if target.command != command.command:
        raise CommandUnknown
    return target(http_event.with_command_id(command.call_event, command.command_id), context)
