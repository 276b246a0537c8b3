"""Count tries in Redis under blind indexes of names and sources, never under the names."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from vault.adapters import redis
from vault.callers.model import CallContext
from vault.kernel import ids
from vault.kernel.errors import SignInRefused, Unavailable
from vault.kernel.sealing import blind_index
from vault.kernel.settings import setting
from vault.limits import model
from vault.limits.model import Limit, TooManyRequests
from vault.operators.service import get_keyring

log = logging.getLogger("vault.limits")
PASSWORD_CHANGE_SECONDS = 30


@contextmanager
def login_attempt(ctx: CallContext, name: str) -> Iterator[None]:
    """SignInRefused counts as failed, success resets the count. Raises TooManyRequests; passes without Redis."""
    attempt = ids.generate_id("try")
    with _allow_without_redis("logins"):
        _count_try(ctx, model.LOGINS_PER_SOURCE, ctx.request.source_ip)
        _count_try(ctx, model.LOGINS_PER_NAME, name)
        _begin_attempt(ctx, name, attempt)
    try:
        yield
    except SignInRefused:
        _end_attempt(ctx, name, attempt, failed=True)
        raise
    except Exception:
        _end_attempt(ctx, name, attempt)
        raise
    _end_attempt(ctx, name, attempt)
    with _allow_without_redis("logins"):
        redis.delete(_redis_key(ctx, "login_failures", name), _redis_key(ctx, "login_pause", name))


def _begin_attempt(ctx: CallContext, name: str, attempt: str) -> None:
    pause = _redis_key(ctx, "login_pause", name)
    if left := redis.get_ttl(pause):
        raise TooManyRequests(retry_after=left)
    tries, failures = _redis_key(ctx, "login_tries", name), _redis_key(ctx, "login_failures", name)
    concurrent, failed = redis.add_to_window(tries, attempt, model.TRY_TIMEOUT_SECONDS, failures)
    seconds = model.pause_seconds(failed + 1)
    are_too_many = concurrent > 1 and failed + concurrent > model.MAX_CONCURRENT_TRIES
    if are_too_many or (seconds and not redis.set_if_absent(pause, seconds)):
        redis.remove_from_window(tries, attempt)
        raise TooManyRequests(retry_after=max(seconds, 1))


def _end_attempt(ctx: CallContext, name: str, attempt: str, *, failed: bool = False) -> None:
    with _allow_without_redis("logins"):
        if failed:
            failures, _ = redis.increment(_redis_key(ctx, "login_failures", name), model.FAILURES_TTL_SECONDS)
            if seconds := model.pause_seconds(failures):
                redis.extend_ttl(_redis_key(ctx, "login_pause", name), seconds)
        redis.remove_from_window(_redis_key(ctx, "login_tries", name), attempt)


def count_code_try(ctx: CallContext, name: str) -> None:
    """Raises TooManyRequests; Unavailable without Redis, because codes are short."""
    _count_try(ctx, model.CODES_PER_SOURCE, ctx.request.source_ip)
    _count_try(ctx, model.CODES_PER_NAME, name)


def count_resend(ctx: CallContext, token: str) -> None:
    """Raises TooManyRequests; passes without Redis."""
    with _allow_without_redis("re-sends"):
        _count_try(ctx, model.RESENDS_PER_SOURCE, ctx.request.source_ip)
        _count_try(ctx, model.RESENDS_PER_PERSON, token)


def count_passphrase_choice(ctx: CallContext) -> None:
    """Limited, because the answer discloses whether somebody has it. Raises TooManyRequests, Unavailable."""
    _count_try(ctx, model.PASSPHRASES_PER_PERSON, ctx.token)


def count_number_change(ctx: CallContext, token: str) -> None:
    """Limited, because the answer discloses whether somebody has the number. Raises TooManyRequests, Unavailable."""
    _count_try(ctx, model.NUMBER_CHANGES_PER_PERSON, token)


def check_radius_secret(ctx: CallContext) -> None:
    with _allow_without_redis("secrets of RADIUS servers"):
        key = _redis_key(ctx, model.WRONG_SECRETS_PER_SOURCE.name, ctx.request.source_ip)
        (tries,) = redis.get_many([key])
        if int(tries or 0) >= _allowed_tries(model.WRONG_SECRETS_PER_SOURCE):
            raise TooManyRequests(retry_after=max(redis.get_ttl(key), 1))


def count_wrong_radius_secret(ctx: CallContext) -> None:
    with _allow_without_redis("secrets of RADIUS servers"):
        _count_try(ctx, model.WRONG_SECRETS_PER_SOURCE, ctx.request.source_ip)


def hold_password_change(ctx: CallContext, subject: str, password: str) -> None:
    """Raises TooManyRequests while another password of `subject` is pending, Unavailable."""
    digest = blind_index(get_keyring(ctx.operator).index_key, "password_change", f"{subject} {password}")
    if not redis.set_if_absent_or_equal(_redis_key(ctx, "password_change", subject), digest, PASSWORD_CHANGE_SECONDS):
        raise TooManyRequests(retry_after=PASSWORD_CHANGE_SECONDS)


def release_password_change(ctx: CallContext, subject: str) -> None:
    redis.delete(_redis_key(ctx, "password_change", subject))


def _count_try(ctx: CallContext, limit: Limit, value: str) -> None:
    number, left = redis.increment(_redis_key(ctx, limit.name, value), limit.seconds)
    if number > _allowed_tries(limit):
        raise TooManyRequests(retry_after=left)


def _allowed_tries(limit: Limit) -> int:
    return limit.max_tries * int(setting("VAULT_LIMIT_FACTOR", "1"))


def _redis_key(ctx: CallContext, name: str, value: str) -> str:
    index = blind_index(get_keyring(ctx.operator).index_key, name, value)
    return f"limit:{name}:{ctx.operator.id}:{index}"


@contextmanager
def _allow_without_redis(what: str) -> Iterator[None]:
    try:
        yield
    except Unavailable as error:
        if error.data.get("service") != "redis":
            raise
        log.warning("without Redis there is no limit", extra={"limited": what})
