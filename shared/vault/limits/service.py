"""Count tries in Redis under blind indexes of names and sources, never under the names."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from vault.adapters import redis
from vault.callers.model import CallContext
from vault.kernel import ids
from vault.kernel.errors import Unavailable
from vault.kernel.sealing import blind_index
from vault.kernel.settings import setting
from vault.limits import model
from vault.limits.model import Limit, TooManyRequests, normalize_source
from vault.operators.service import get_keyring

log = logging.getLogger("vault.limits")
PASSWORD_CHANGE_SECONDS = 30
INDEX_DIGITS = 32
_counted: ContextVar[set[str]] = ContextVar("counted")
"""The Redis keys under which the call has counted."""


@contextmanager
def count_once() -> Iterator[None]:
    """While active, each try counts once: a call that starts again on a conflict is no further try."""
    before = _counted.set(set())
    try:
        yield
    finally:
        _counted.reset(before)


def count_code_try(ctx: CallContext, name: str) -> None:
    """`name` comes from `sessions.names`. Raises TooManyRequests, Unavailable: without Redis no code is checked."""
    count_try_from_source(ctx, model.CODES_PER_SOURCE)
    _count_try(ctx, model.CODES_PER_NAME, name)


def count_resend(ctx: CallContext, token: str) -> None:
    """Raises TooManyRequests; passes without Redis."""
    with allow_without_redis("re-sends"):
        count_try_from_source(ctx, model.RESENDS_PER_SOURCE)
        _count_try(ctx, model.RESENDS_PER_PERSON, token)


def count_passphrase_choice(ctx: CallContext, token: str) -> None:
    """Count a passphrase that the person with this token chose, before it is tried.

    Limited, because the answer discloses whether somebody has it. Raises TooManyRequests, Unavailable.
    """
    _count_try(ctx, model.PASSPHRASES_PER_PERSON, token)


def count_number_change(ctx: CallContext, token: str) -> None:
    """Limited, because the answer discloses whether somebody has the number. Raises TooManyRequests, Unavailable."""
    _count_try(ctx, model.NUMBER_CHANGES_PER_PERSON, token)


def check_radius_secret(ctx: CallContext) -> None:
    with allow_without_redis("secrets of RADIUS servers"):
        key = redis_key(ctx, model.WRONG_SECRETS_PER_SOURCE.name, source_of(ctx))
        (tries,) = redis.get_many([key])
        if int(tries or 0) >= allowed_tries(model.WRONG_SECRETS_PER_SOURCE):
            raise TooManyRequests(retry_after=max(redis.get_ttl(key), 1))


def count_wrong_radius_secret(ctx: CallContext) -> None:
    with allow_without_redis("secrets of RADIUS servers"):
        count_try_from_source(ctx, model.WRONG_SECRETS_PER_SOURCE)


def hold_password_change(ctx: CallContext, subject: str, password: str) -> None:
    """Hold off other passwords of `subject` until the call is over, and after a crash for half a minute.

    Raises TooManyRequests while another password of `subject` is being set, Unavailable.
    """
    digest = blind_index(get_keyring(ctx.operator).index_key, "password_change", f"{subject} {password}")
    key, owner = redis_key(ctx, "password_change", subject), ids.generate_id("hold")
    if wait := redis.acquire_shared(key, digest, owner, PASSWORD_CHANGE_SECONDS):
        raise TooManyRequests(retry_after=wait)
    ctx.tx.release_when_over(lambda: redis.release_shared(key, owner))


def count_try_from_source(ctx: CallContext, limit: Limit) -> None:
    """Raises TooManyRequests, Unavailable."""
    _count_try(ctx, limit, source_of(ctx))


def source_of(ctx: CallContext) -> str:
    return normalize_source(ctx.request.source_ip)


def _count_try(ctx: CallContext, limit: Limit, value: str) -> None:
    key, counted = redis_key(ctx, limit.name, value), _counted.get(set())
    if key in counted:
        return
    counted.add(key)
    number, left = redis.increment(key, limit.seconds)
    if number > allowed_tries(limit):
        raise TooManyRequests(retry_after=left)


def allowed_tries(limit: Limit) -> int:
    return limit.max_tries * int(setting("VAULT_LIMIT_FACTOR", "1"))


def redis_key(ctx: CallContext, name: str, value: str) -> str:
    """A short key, since a flood of names makes many: 128 bits of a blind index under a key of the operator."""
    return f"limit:{blind_index(get_keyring(ctx.operator).index_key, name, value)[:INDEX_DIGITS]}"


@contextmanager
def allow_without_redis(what: str) -> Iterator[None]:
    try:
        yield
    except Unavailable as error:
        if error.data.get("service") != "redis":
            raise
        log.warning("without Redis there is no limit", extra={"limited": what})
