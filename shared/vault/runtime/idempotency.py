"""Store the responses of commands: a write that is repeated with its Idempotency-Key is answered, not repeated."""

import hashlib
import json
from collections.abc import Sequence

from vault.callers.model import CallContext, RequestInfo
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

RETENTION_MS = 86_400_000


class IdempotencyKeyReused(DomainError):
    """An Idempotency-Key that was used with another body."""

    code = ErrorCode.IDEMPOTENCY_KEY_REUSED
    kind = Kind.INVALID


@value
class Command:
    """A write with an id of caller, command name and Idempotency-Key, and a digest of its body."""

    id: str
    digest: str

    def stored_command(self) -> Steps:
        return __.V(self.id).has_label(Label.COMMAND).element_map()

    def replay(self, rows: Sequence[Row], ctx: CallContext) -> str | None:
        """The stored response, if there is one. Raises IdempotencyKeyReused."""
        if not rows:
            return None
        content = json.loads(unseal(get_keyring(ctx.operator).data_key, rows[0][Prop.ANSWER], self.id))
        if content["digest"] != self.digest:
            raise IdempotencyKeyReused
        return str(content["body"])

    def record(self, body: str, ctx: CallContext) -> Steps:
        """The steps that store the response. It is sealed, because it may contain a password or a key."""
        content = json.dumps({"digest": self.digest, "body": body}).encode()
        sealed = seal(get_keyring(ctx.operator).data_key, content, self.id)
        return new_vertex(Label.COMMAND, self.id, **{Prop.ANSWER: sealed, Prop.ADDED_AT: epoch_ms(now())})


def identify_command(
    endpoint: Declaration, claims: Claims | None, request: RequestInfo, raw: JsonObject
) -> Command | None:
    """The command by its Idempotency-Key, or by the id that the forwarding region gave it; None without either."""
    if endpoint.command and claims and request.idempotency_key:
        name = json.dumps([claims.issuer, claims.username, endpoint.command, request.idempotency_key])
    elif endpoint.command and request.command_id:
        name = json.dumps(["forwarded", endpoint.command, request.command_id])
    else:
        return None
    rest = {field: value for field, value in raw.items() if field != wire_name("access_token")}
    return Command(f"_V3COMMAND_.{_digest(name)}", _digest(json.dumps(rest, sort_keys=True)))


def delete_expired(most: int = 250) -> int:
    """Delete at most `most` commands older than a day; return how many. Raises Conflict, Unavailable."""
    added_before = epoch_ms(now()) - RETENTION_MS
    expired = execute(__.V().has_label(Label.COMMAND).has(Prop.ADDED_AT, P.lt(added_before)).limit(most).id_())
    if expired:
        execute(__.V(*expired).drop())
    return len(expired)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
