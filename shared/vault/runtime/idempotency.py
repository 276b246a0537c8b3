"""Commands remembered with their answers: a write repeated with its Idempotency-Key is answered, not repeated."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from vault.callers.model import CallContext, RequestInfo
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import P, Steps, __, new_vertex
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.sealing import seal, unseal
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name
from vault.operators.service import get_keyring
from vault.runtime.access_tokens import Claims
from vault.runtime.declaration import Declaration

KEPT_MS = 86_400_000


class IdempotencyKeyReused(DomainError):
    """An Idempotency-Key that came before with another body."""

    code = ErrorCode.IDEMPOTENCY_KEY_REUSED
    kind = Kind.INVALID


@value
class Command:
    """A write that its caller named: an id made of caller, command and key, and a digest of the body."""

    id: str
    digest: str

    def stored_command(self) -> Steps:
        """The command as it was remembered."""
        return __.V(self.id).has_label(Label.COMMAND).element_map()

    def replay(self, rows: Sequence[Mapping[str, Any]], ctx: CallContext) -> str | None:
        """The answer that this command had before. Raises IdempotencyKeyReused."""
        if not rows:
            return None
        told = json.loads(unseal(get_keyring(ctx.operator).data_key, rows[0][Prop.ANSWER], self.id))
        if told["digest"] != self.digest:
            raise IdempotencyKeyReused
        return str(told["body"])

    def record(self, body: str, ctx: CallContext) -> Steps:
        """The command with its answer, sealed: an answer may hold a password or a key."""
        told = json.dumps({"digest": self.digest, "body": body}).encode()
        sealed = seal(get_keyring(ctx.operator).data_key, told, self.id)
        return new_vertex(Label.COMMAND, self.id, **{Prop.ANSWER: sealed, Prop.ADDED_AT: epoch_ms(now())})


def identify_command(
    endpoint: Declaration, claims: Claims | None, request: RequestInfo, raw: Mapping[str, Any]
) -> Command | None:
    """The command that a call names with its Idempotency-Key, or that the region named which forwarded it."""
    if endpoint.command and claims and request.idempotency_key:
        name = json.dumps([claims.issuer, claims.username, endpoint.command, request.idempotency_key])
    elif endpoint.command and request.command_id:
        name = json.dumps(["forwarded", endpoint.command, request.command_id])
    else:
        return None
    rest = {field: value for field, value in raw.items() if field != wire_name("access_token")}
    return Command(f"_V3COMMAND_.{_digest(name)}", _digest(json.dumps(rest, sort_keys=True)))


def delete_expired(most: int = 250) -> int:
    """Drop commands older than a day, so many at most, and tell how many they were. Raises Conflict, Unavailable."""
    overdue = epoch_ms(now()) - KEPT_MS
    old = execute(__.V().has_label(Label.COMMAND).has(Prop.ADDED_AT, P.lt(overdue)).limit(most).id_())
    if old:
        execute(__.V(*old).drop())
    return len(old)


def _digest(text: str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
