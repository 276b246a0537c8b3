"""Commands that other regions forward, run in the primary by the endpoints that they are of."""

import inspect
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from vault.callers.model import RequestInfo
from vault.kernel import regions
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, FieldInvalid, FieldMissing, Kind
from vault.kernel.permissions import Permission
from vault.kernel.settings import setting
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.runtime import http_event, responses
from vault.runtime.declaration import Use
from vault.runtime.forwarding import ANSWER_HEADER
from vault.runtime.http_event import BodyInvalid, BodyTooLarge, LambdaContext
from vault.runtime.http_handler import HttpHandler
from vault.runtime.logs import CallLog

LONGEST_AGO_MS = 60_000
MAX_BYTES = 4 * http_event.MAX_BYTES
ANY_CALL = (
    BodyInvalid,
    BodyTooLarge,
    FieldInvalid,
    FieldMissing,
    regions.PrimaryRegionOnly,
    responses.InternalError,
)


class RegionRefused(DomainError):
    """A command from somebody who is not a region of this deployment."""

    code = ErrorCode.REGION_REFUSED
    kind = Kind.FORBIDDEN


class CommandStale(DomainError):
    """A command sent too long ago, or whose answer nobody waits for any more."""

    code = ErrorCode.COMMAND_STALE
    kind = Kind.INVALID


class CommandUnknown(DomainError):
    """A command that no endpoint has."""

    code = ErrorCode.COMMAND_UNKNOWN
    kind = Kind.NOT_FOUND


class ForwardedCommand(BaseModel):
    """A call as another region forwards it, under names of our own: no caller writes it."""

    model_config = ConfigDict(strict=True)

    path: str = Field(max_length=256)
    command: str | None = Field(None, max_length=256)
    command_id: str = Field(min_length=1, max_length=256)
    issued_at_ms: int
    deadline_ms: int
    call_event: dict[str, Any] = Field(repr=False)


class _CommandResponse(RootModel[dict[str, Any]]):
    """The response of the endpoint that the forwarded call is for."""


class CommandTarget(Protocol):
    """An endpoint, as far as it matters to who runs a forwarded call."""

    @property
    def command(self) -> str | None:
        """The name of the write that it is; None for a read."""

    def __call__(self, event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        """Answer an event."""


@value
class DeadlineContext:
    """The context of a Lambda invocation whose answer somebody awaits until a deadline (epoch ms)."""

    context: LambdaContext
    deadline_ms: int

    @property
    def aws_request_id(self) -> str:
        """The id of the invocation."""
        return str(self.context.aws_request_id)

    def get_remaining_time_in_millis(self) -> int:
        """What is left of both: the function's time and its caller's patience."""
        left = self.deadline_ms - epoch_ms(now())
        return max(0, min(left, int(self.context.get_remaining_time_in_millis())))


CommandHandler = Callable[[ForwardedCommand, DeadlineContext], dict[str, Any]]
"""From the forwarded call and the time left to the response of its endpoint."""


@value
class CommandReceiver(HttpHandler):
    """The function that runs the calls which other regions forward; API Gateway passes on signed calls alone."""

    request: type[ForwardedCommand]
    handler: CommandHandler

    @property
    def primary_only(self) -> bool:
        """Other regions refuse the call."""
        return True

    @property
    def errors(self) -> tuple[type[DomainError], ...]:
        """Every error that another region may get beside those of the endpoint that it names."""
        return (*ANY_CALL, *self.raises)

    def handle(
        self, event: Mapping[str, Any], _request: RequestInfo, context: LambdaContext, _call_log: CallLog
    ) -> dict[str, Any]:
        """The response of the endpoint whose call was forwarded, marked as such.

        Raises PrimaryRegionOnly, RegionRefused, CommandStale, CommandUnknown, and what a body is refused for.
        """
        if regions.mode().is_secondary:
            raise regions.PrimaryRegionOnly
        authorize_region(event)
        command = _parse_command(event)
        _check_age(command)
        response = self.handler(command, DeadlineContext(context, command.deadline_ms))
        return {**response, "headers": {**response["headers"], ANSWER_HEADER: ",".join(response["headers"])}}


def command_receiver(
    path: str, *, requires: Permission, uses: tuple[Use, ...], raises: tuple[type[DomainError], ...]
) -> Callable[[CommandHandler], CommandReceiver]:
    """Declare the function that runs forwarded calls."""

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


def _parse_command(event: Mapping[str, Any]) -> ForwardedCommand:
    """The forwarded call in an event's body. Raises BodyInvalid, BodyTooLarge, FieldInvalid, FieldMissing."""
    try:
        return ForwardedCommand.model_validate(http_event.parse_body(event, MAX_BYTES))
    except ValidationError as error:
        raise responses.to_domain_error(error) from None


def authorize_region(event: Mapping[str, Any]) -> None:
    """Believe the roles of this deployment's regions, by the ARN that API Gateway found signed. Raises RegionRefused.

    VAULT_REGIONAL_ROLES has patterns of ARNs, parted by spaces; without it nobody is believed.
    """
    identity = ((event.get("requestContext") or {}).get("authorizer") or {}).get("iam") or {}
    arn = str(identity.get("userArn", ""))
    if not any(fnmatchcase(arn, pattern) for pattern in setting("VAULT_REGIONAL_ROLES", "").split()):
        raise RegionRefused


def _check_age(command: ForwardedCommand) -> None:
    """Hold a command against the clock. Raises CommandStale."""
    moment = epoch_ms(now())
    if abs(moment - command.issued_at_ms) > LONGEST_AGO_MS or moment > command.deadline_ms:
        raise CommandStale


def run(target: CommandTarget, command: ForwardedCommand, context: LambdaContext) -> dict[str, Any]:
    """What an endpoint answers to a forwarded call, which it checks as any other. Raises CommandUnknown."""
    if target.command != command.command:
        raise CommandUnknown
    return target(http_event.with_command_id(command.call_event, command.command_id), context)
