"""Store the responses of commands: a write that is repeated with its Idempotency-Key is answered, not repeated."""

import hashlib
import json
from collections.abc import Sequence

from vault.callers.model import CallContext, RequestInfo, Scope
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop, Row
from vault.graph.steps import P, Steps, __, new_vertex
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.json_types import JsonObject
from vault.kernel.sealing import seal, unseal
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name
from vault.operators.service import get_keyring
from vault.runtime.access_tokens import Claims
from vault.runtime.declaration import Declaration
from vault.runtime.models import Request

RETENTION_MS = 86_400_000
MAX_KEY_LENGTH = 255
REPLAYED_HEADER = "Idempotent-Replayed"


class IdempotencyKeyReused(DomainError):
    """An Idempotency-Key that was used with another body."""

    code = ErrorCode.IDEMPOTENCY_KEY_REUSED
    kind = Kind.INVALID


class IdempotencyKeyTooLong(DomainError):
    """An Idempotency-Key of more than MAX_KEY_LENGTH characters."""

    code = ErrorCode.IDEMPOTENCY_KEY_TOO_LONG
    kind = Kind.INVALID


@value
class StoredAnswer:
    """The response of a command that was carried out, and what its caller needed for it."""

    body: str
    venues: frozenset[str] | None
    """Where the caller held the permission for what they named; None for the whole operator."""
    command_id: str
    """The id that the forwarding region gave the call that was carried out."""

    def is_within(self, scope: Scope) -> bool:
        """Whether the caller still holds the permission where they held it."""
        return scope.operator or (self.venues is not None and self.venues <= scope.venues)

    def is_for_another_call(self, request: RequestInfo) -> bool:
        """Whether the client sends the command again, and not only the region that forwards it."""
        return not request.command_id or request.command_id != self.command_id


@value
class Command:
    """A write, by what its repetitions have in common, and a digest of its body.

    The client names it by an Idempotency-Key, which counts for one caller in one operator, or the region that
    forwards it by an id that is used once.
    """

    name: tuple[str, ...]
    digest: str
    has_key: bool

    def vertex_id(self, operator_id: str) -> str:
        return f"_V3COMMAND_.{_digest(json.dumps([*self.name, operator_id if self.has_key else '']))}"

    def stored_command(self, operator_id: str) -> Steps:
        return __.V(self.vertex_id(operator_id)).has_label(Label.COMMAND).element_map()

    def find_answer(self, rows: Sequence[Row], ctx: CallContext) -> StoredAnswer | None:
        """The stored response, if there is one. Raises IdempotencyKeyReused."""
        if not rows:
            return None
        opened = unseal(get_keyring(ctx.operator).data_key, rows[0][Prop.ANSWER], self.vertex_id(ctx.operator.id))
        content = json.loads(opened)
        if content["digest"] != self.digest:
            raise IdempotencyKeyReused
        venues = None if content["venues"] is None else frozenset(content["venues"])
        return StoredAnswer(content["body"], venues, content["command_id"])

    def record(self, body: str, venues: frozenset[str] | None, ctx: CallContext) -> Steps:
        """The steps that store the response. It is sealed, because it may contain a password or a key."""
        content = {
            "digest": self.digest,
            "body": body,
            "venues": None if venues is None else sorted(venues),
            "command_id": ctx.request.command_id,
        }
        vertex_id = self.vertex_id(ctx.operator.id)
        sealed = seal(get_keyring(ctx.operator).data_key, json.dumps(content).encode(), vertex_id)
        return new_vertex(Label.COMMAND, vertex_id, **{Prop.ANSWER: sealed, Prop.ADDED_AT: epoch_ms(now())})


def identify_command(
    endpoint: Declaration, claims: Claims | None, request: RequestInfo, raw: JsonObject
) -> Command | None:
    """The command by its Idempotency-Key, or by the id that the forwarding region gave it; None without either.

    Raises IdempotencyKeyTooLong.
    """
    if not endpoint.command:
        return None
    if claims and request.idempotency_key:
        if len(request.idempotency_key) > MAX_KEY_LENGTH:
            raise IdempotencyKeyTooLong(most=MAX_KEY_LENGTH)
        name = (claims.issuer, claims.username, endpoint.command, request.idempotency_key)
        return Command(name, _digest_body(raw), has_key=True)
    if request.command_id:
        return Command(("forwarded", endpoint.command, request.command_id), _digest_body(raw), has_key=False)
    return None


def _digest_body(raw: JsonObject) -> str:
    """The digest of a body without its access token, which another sign-in changes."""
    rest = {field: value for field, value in raw.items() if field != wire_name("access_token")}
    return _digest(json.dumps(rest, sort_keys=True))


def find_venues_used(body: Request, scope: Scope) -> frozenset[str] | None:
    """Where in its scope the caller holds the permission for what the body names; None for the whole operator."""
    if scope.operator:
        return None
    references = [name for name, reference in body.references.items() if not reference.any_venue]
    things = [thing for name in references if (thing := getattr(body, name))]
    used = {venue for thing in things for venue in thing.venue_ids}
    return scope.venues & used if things else scope.venues


def delete_expired(most: int = 250) -> int:
    """Delete at most `most` commands older than a day; return how many. Raises Conflict, Unavailable."""
    added_before = epoch_ms(now()) - RETENTION_MS
    expired = execute(__.V().has_label(Label.COMMAND).has(Prop.ADDED_AT, P.lt(added_before)).limit(most).id_())
    if expired:
        execute(__.V(*expired).drop())
    return len(expired)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
