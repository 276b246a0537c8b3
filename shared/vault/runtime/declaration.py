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
"""From the body and the caller to the answer; on an IAM route, from the body and the context of the invocation."""
Renderer = Callable[[Any, Any], bytes]
"""From a handler's answer to its bytes in another form than JSON."""


class Graph(enum.Enum):
    """What an endpoint does with the graph: reads from a replica, reads the writer's truth, writes."""

    READ = enum.auto()
    FRESH = enum.auto()
    WRITE = enum.auto()


Use = Graph | Queue | Service


class Route(enum.Enum):
    """Who is let through to an endpoint: anybody, whom it then asks itself, or who signs with AWS credentials."""

    OPEN = enum.auto()
    IAM = enum.auto()


class Token(enum.Enum):
    """How an endpoint takes the access token.

    PUBLIC looks at none; RADIUS_SERVER neither, since its callers show who they are by HTTP Basic.
    """

    NEEDED = enum.auto()
    EXPIRED_TOO = enum.auto()
    OPTIONAL = enum.auto()
    EXPIRED_OR_NONE = enum.auto()
    PUBLIC = enum.auto()
    RADIUS_SERVER = enum.auto()


@value
class Declaration:
    """All that infrastructure, documentation and tests know of an endpoint."""

    path: str
    requires: Permission
    handler: Handler
    request: type[models.Request]
    response: type[BaseModel]
    uses: tuple[Use, ...]
    raises: tuple[type[DomainError], ...]
    command: str | None
    pending: tuple[str, ...]
    forms: Mapping[str, Renderer]
    """The other forms of the answer, by media type; an Accept header chooses. Only a read has any."""
    token: Token
    token_field: str
    refusals_answer_401: bool
    primary_only: bool
    """Whether other regions refuse the call instead of answering or forwarding it."""
    outlives_primary: bool
    """Whether a region carries a command out by itself while the primary does not answer, and keeps nothing of it."""
    route: Route
    summary: str

    @property
    def function_name(self) -> str:
        """The name under which the audit log knows this endpoint."""
        return "vault" + self.path.replace("/", "_")

    @property
    def uses_elsewhere(self) -> tuple[Use, ...]:
        """What it uses outside the primary region: who has just written is noted, entries go through a queue."""
        return tuple(dict.fromkeys((*self.uses, Queue.LOG_ENTRIES, Service.REDIS)))

    @property
    def group(self) -> str:
        """The console, and the group in it, to which the endpoint belongs."""
        return self.path.strip("/").rpartition("/")[0]

    @property
    def waits_for_primary(self) -> bool:
        """Whether it is a write that is not carried out at all where it cannot be kept."""
        return bool(self.command) and not self.outlives_primary

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
    def expired_token_passes(self) -> bool:
        """Whether an expired token still says who calls."""
        return self.token in {Token.EXPIRED_TOO, Token.EXPIRED_OR_NONE}
