"""What is declared of an endpoint."""

import enum
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from vault.adapters.systems import Service as Service  # noqa: PLC0414  endpoints name systems beside the graph
from vault.kernel.errors import DomainError
from vault.kernel.permissions import Permission
from vault.kernel.queues import Queue
from vault.kernel.values import value
from vault.runtime import models

Handler = Callable[[Any, Any], BaseModel]
"""From the body and the caller to the answer."""
Renderer = Callable[[Any, Any], bytes]
"""From a handler's answer to its bytes in another form than JSON."""


class Graph(enum.Enum):
    """What an endpoint does with the graph: reads from a replica, reads the writer's truth, writes."""

    READ = enum.auto()
    CONSISTENT_READ = enum.auto()
    WRITE = enum.auto()


Use = Graph | Queue | Service


class Token(enum.Enum):
    """How an endpoint takes the access token.

    PUBLIC looks at none; RADIUS_SERVER neither, since its callers show who they are by HTTP Basic.
    """

    REQUIRED = enum.auto()
    ALLOW_EXPIRED = enum.auto()
    OPTIONAL = enum.auto()
    ALLOW_EXPIRED_OR_NONE = enum.auto()
    PUBLIC = enum.auto()
    RADIUS_SERVER = enum.auto()


@value
class HttpFunction:
    """What is declared of any function that has a URL."""

    path: str
    requires: Permission
    response: type[BaseModel]
    uses: tuple[Use, ...]
    raises: tuple[type[DomainError], ...]
    summary: str

    @property
    def function_name(self) -> str:
        """The name under which the audit log knows this function."""
        return "vault" + self.path.replace("/", "_")

    @property
    def group(self) -> str:
        """The console, and the group in it, to which the function belongs."""
        return self.path.strip("/").rpartition("/")[0]


@value
class Declaration(HttpFunction):
    """All that infrastructure, documentation and tests know of an endpoint."""

    handler: Handler
    request: type[models.Request]
    command: str | None
    unimplemented_fields: tuple[str, ...]
    alternate_media: Mapping[str, Renderer]
    """The other forms of the answer, by media type; an Accept header chooses. Only a read has any."""
    token: Token
    token_field: str
    business_errors_as_401: bool
    primary_only: bool
    """Whether other regions refuse the call instead of answering or forwarding it."""
    works_without_primary: bool
    """Whether a region carries a command out by itself while the primary does not answer, and keeps nothing of it."""

    @property
    def uses_in_secondary(self) -> tuple[Use, ...]:
        """What it uses outside the primary region: who has just written is noted, entries go through a queue."""
        return tuple(dict.fromkeys((*self.uses, Queue.LOG_ENTRIES, Service.REDIS)))

    @property
    def waits_for_primary(self) -> bool:
        """Whether it is a write that is not carried out at all where it cannot be kept."""
        return bool(self.command) and not self.works_without_primary

    @property
    def reads_consistently(self) -> bool:
        """Whether the caller is looked up at the writer, where a revocation shows at once."""
        return bool({Graph.WRITE, Graph.CONSISTENT_READ} & set(self.uses))

    @property
    def requires_token(self) -> bool:
        """Whether nobody may call without a token."""
        return self.token in {Token.REQUIRED, Token.ALLOW_EXPIRED}

    @property
    def looks_at_token(self) -> bool:
        """Whether a token that comes counts."""
        return self.token not in {Token.PUBLIC, Token.RADIUS_SERVER}

    @property
    def is_for_radius_servers(self) -> bool:
        """Whether RADIUS servers call, and nobody else."""
        return self.token is Token.RADIUS_SERVER

    @property
    def takes_access_token(self) -> bool:
        """Whether callers show who they are by AccessToken, or a bearer token in its place."""
        return self.looks_at_token and self.token_field == "access_token"  # noqa: S105  a field's name

    @property
    def allows_expired_token(self) -> bool:
        """Whether an expired token still says who calls."""
        return self.token in {Token.ALLOW_EXPIRED, Token.ALLOW_EXPIRED_OR_NONE}
