"""Commands that other regions forward, run in the primary by the endpoints that they are of."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vault.kernel import regions
from vault.kernel.errors import DomainError, Kind
from vault.kernel.settings import setting
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.runtime import http_event, responses
from vault.runtime.declaration import Declaration
from vault.runtime.endpoint import Endpoint
from vault.runtime.forwarding import ANSWER_HEADER

LONGEST_AGO_MS = 60_000
MOST_BYTES = 4 * http_event.MOST_BYTES


class RegionRefused(DomainError):
    """A command from somebody who is not a region of this deployment."""

    kind = Kind.FORBIDDEN


class CommandStale(DomainError):
    """A command sent too long ago, or whose answer nobody waits for any more."""

    kind = Kind.INVALID


class CommandUnknown(DomainError):
    """A command that no endpoint has."""

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


@value
class DeadlineContext:
    """The context of a Lambda invocation whose answer somebody awaits until a deadline (epoch ms)."""

    context: Any
    deadline_ms: int

    @property
    def aws_request_id(self) -> str:
        """The id of the invocation."""
        return str(self.context.aws_request_id)

    def get_remaining_time_in_millis(self) -> int:
        """What is left of both: the function's time and its caller's patience."""
        left = self.deadline_ms - epoch_ms(now())
        return max(0, min(left, int(self.context.get_remaining_time_in_millis())))


def handle(endpoint: Declaration, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """The answer of the endpoint whose command was forwarded, marked as such.

    Raises PrimaryRegionOnly, RegionRefused, CommandStale, CommandUnknown, and what a body is refused for.
    """
    if regions.elsewhere():
        raise regions.PrimaryRegionOnly
    authorize_region(event)
    try:
        body = ForwardedCommand.model_validate(http_event.parse_body(event, MOST_BYTES))
    except ValidationError as error:
        raise responses.to_domain_error(error) from None
    check_age(body)
    answered = endpoint.handler(body, DeadlineContext(context, body.deadline_ms)).model_dump()
    return {**answered, "headers": {**answered["headers"], ANSWER_HEADER: ",".join(answered["headers"])}}


def authorize_region(event: Mapping[str, Any]) -> None:
    """Believe the roles of this deployment's regions, by the ARN that API Gateway found signed. Raises RegionRefused.

    VAULT_REGIONAL_ROLES has patterns of ARNs, parted by spaces; without it nobody is believed.
    """
    identity = ((event.get("requestContext") or {}).get("authorizer") or {}).get("iam") or {}
    arn = str(identity.get("userArn", ""))
    if not any(fnmatchcase(arn, pattern) for pattern in setting("VAULT_REGIONAL_ROLES", "").split()):
        raise RegionRefused


def check_age(body: ForwardedCommand) -> None:
    """Hold a command against the clock. Raises CommandStale."""
    moment = epoch_ms(now())
    if abs(moment - body.issued_at_ms) > LONGEST_AGO_MS or moment > body.deadline_ms:
        raise CommandStale


def run(target: Endpoint, body: ForwardedCommand, context: Any) -> dict[str, Any]:
    """What an endpoint answers to a forwarded call, which it checks as any other. Raises CommandUnknown."""
    if target.command != body.command:
        raise CommandUnknown
    return target(http_event.with_command_id(body.call_event, body.command_id), context)
