"""Entries on refused calls: written beside the call's transaction, and bounded, since anybody can cause them."""

import logging
from collections.abc import Mapping

from vault.adapters import redis
from vault.audit.entries import build_log_entry
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.graph.connection import Conflict
from vault.kernel.errors import Unavailable
from vault.kernel.sealing import blind_index
from vault.kernel.values import value
from vault.operators.service import get_keyring
from vault.outbox import relay

WINDOW_SECONDS = 900
MAX_OF_SOURCE, MAX_OF_OPERATOR = 60, 240
"""Entries in WINDOW_SECONDS on refusals of one source, and on all of an operator."""
log = logging.getLogger("vault.audit")


@value
class RefusalEntry:
    """The right to write one entry; where it is the last that a bound allows, for how long there are no more."""

    redis_key: str
    pause_seconds: int | None


def claim_entry(ctx: CallContext, event: AuditEvent, subject: str, source: str) -> RefusalEntry | None:
    """Claim an entry on the refusal of `subject`, of which there is one in WINDOW_SECONDS; None if there is none.

    Without Redis nothing could be bounded, so there is none.
    """
    prefix = f"refusals:{event.name}"
    counters = {f"{prefix}:{source}": MAX_OF_SOURCE, f"{prefix}:{ctx.operator.id}": MAX_OF_OPERATOR}
    try:
        key = _redis_key(ctx, f"{event} {subject}")
        known, *counts = redis.get_many([key, *counters])
        are_enough = any(int(count or 0) >= most for count, most in zip(counts, counters.values(), strict=True))
        if known or are_enough or not redis.set_if_absent(key, WINDOW_SECONDS):
            return None
        numbers = [(redis.increment(counter, WINDOW_SECONDS), most) for counter, most in counters.items()]
    except Unavailable as error:
        log.warning("a refusal is not recorded", extra={"event": event, "without": error.data.get("service")})
        return None
    if any(number > most for (number, _), most in numbers):
        return None
    return RefusalEntry(key, max((left for (number, left), most in numbers if number == most), default=None))


def _redis_key(ctx: CallContext, subject: str) -> str:
    return f"refusal:{ctx.operator.id}:{blind_index(get_keyring(ctx.operator).index_key, 'refusal', subject)}"


def write_entry(
    ctx: CallContext, claim: RefusalEntry, event: AuditEvent, about: Mapping[str, str | None], **detail: object
) -> None:
    """Write a claimed entry. If the log cannot be reached, the claim is given up, and the call goes on."""
    known = {name: each for name, each in {**detail, "pause_seconds": claim.pause_seconds}.items() if each is not None}
    try:
        relay.append_log_entries([build_log_entry(ctx, event, about, known)])
    except (Conflict, Unavailable):
        log.warning("a refusal is not recorded", extra={"event": event, "without": "log"})
        _release(claim)


def _release(claim: RefusalEntry) -> None:
    try:
        redis.delete(claim.redis_key)
    except Unavailable:
        log.warning("a refusal stays claimed until its key expires")
