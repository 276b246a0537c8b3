"""The declaration of an endpoint, which infrastructure, documentation, the local server and tests read."""

import enum
from collections.abc import Callable, Mapping

from pydantic import BaseModel

from vault.adapters.systems import Service as Service  # noqa: PLC0414  endpoint modules import it from here
from vault.kernel.errors import DomainError
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.queues import Queue
from vault.kernel.values import value
from vault.runtime import models
from vault.runtime.http_event import MAX_BYTES, MAX_LARGE_BYTES

Handler = Callable[..., BaseModel]
"""From the request, and the CallContext where it takes one, to the response."""
Renderer = Callable[..., bytes]
"""From the response and the CallContext to its bytes in another media type than JSON."""
Example = Mapping[str, object] | Placeholder


class Graph(enum.Enum):
    """READ is from a replica, CONSISTENT_READ from the writer."""

    READ = enum.auto()
    CONSISTENT_READ = enum.auto()
    WRITE = enum.auto()


Use = Graph | Queue | Service


class Token(enum.Enum):
    """PUBLIC and RADIUS_SERVER take none: RADIUS servers authenticate by HTTP Basic."""

    REQUIRED = enum.auto()
    ALLOW_EXPIRED = enum.auto()
    OPTIONAL = enum.auto()
    ALLOW_EXPIRED_OR_NONE = enum.auto()
    PUBLIC = enum.auto()
    RADIUS_SERVER = enum.auto()


@value
class HttpFunction:
    path: str
    requires: Permission
    response: type[BaseModel]
    uses: tuple[Use, ...]
    raises: tuple[type[DomainError], ...]
    summary: str

    @property
    def function_name(self) -> str:
        return "vault" + self.path.replace("/", "_")

    @property
    def group(self) -> str:
        return self.path.strip("/").rpartition("/")[0]


@value
class Declaration(HttpFunction):
    handler: Handler
    request: type[models.Request]
    command: str | None
    unimplemented_fields: tuple[str, ...]
    alternate_media: Mapping[str, Renderer]
    """Media types of the response beside JSON, which an Accept header may choose. Reads only."""
    token: Token
    token_field: str
    business_errors_as_401: bool
    primary_only: bool
    """Whether other regions refuse the call."""
    example: Example | None
    """A request that succeeds, by Python name, AccessToken left out; a placeholder stands for a whole body."""
    works_without_primary: bool
    """Whether a region runs the command itself while the primary does not answer, without storing its writes."""
    takes_large_body: bool
    """Whether its body may have MAX_LARGE_BYTES, for long documents."""

    @property
    def most_bytes(self) -> int:
        """Of a body."""
        return MAX_LARGE_BYTES if self.takes_large_body else MAX_BYTES

    @property
    def uses_in_secondary(self) -> tuple[Use, ...]:
        """What it uses outside the primary region: recent writers are in Redis, log entries are queued."""
        return tuple(dict.fromkeys((*self.uses, Queue.LOG_ENTRIES, Service.REDIS)))

    @property
    def waits_for_primary(self) -> bool:
        """Whether it is a write that is refused while it cannot be stored."""
        return bool(self.command) and not self.works_without_primary

    @property
    def reads_consistently(self) -> bool:
        """Whether the caller is looked up at the writer, so that a revocation takes effect at once."""
        return bool({Graph.WRITE, Graph.CONSISTENT_READ} & set(self.uses))

    @property
    def requires_token(self) -> bool:
        return self.token in {Token.REQUIRED, Token.ALLOW_EXPIRED}

    @property
    def looks_at_token(self) -> bool:
        return self.token not in {Token.PUBLIC, Token.RADIUS_SERVER}

    @property
    def may_be_replayed(self) -> bool:
        """Whether it is a write that a caller may repeat with an Idempotency-Key."""
        return bool(self.command) and self.looks_at_token

    @property
    def is_for_radius_servers(self) -> bool:
        return self.token is Token.RADIUS_SERVER

    @property
    def takes_access_token(self) -> bool:
        """Whether the token is AccessToken or a bearer token, rather than another field."""
        return self.looks_at_token and self.token_field == "access_token"  # noqa: S105  a field's name

    @property
    def allows_expired_token(self) -> bool:
        return self.token in {Token.ALLOW_EXPIRED, Token.ALLOW_EXPIRED_OR_NONE}
