"""Count logins: those that failed make the next ones wait, longer from their own source than from elsewhere."""

import json
import math
import pathlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from vault.adapters import redis
from vault.callers.model import CallContext
from vault.kernel import ids
from vault.kernel.errors import SignInRefused
from vault.limits import model
from vault.limits.model import TooManyRequests
from vault.limits.service import allow_without_redis, allowed_tries, count_try_from_source, redis_key, source_of

SCRIPT = pathlib.Path(__file__).with_name("login_attempts.lua").read_text()
MILLISECONDS = 1000
MAX_PAUSES = 16
"""Pauses that the script is given, by the number of failures; the last one holds for any higher number."""


@contextmanager
def login_attempt(ctx: CallContext, name: str, log_failures: Callable[[int], None]) -> Iterator[None]:
    """SignInRefused counts as failed, success resets the count. Raises TooManyRequests; passes without Redis.

    `name` is what `sessions.names` makes of a request. `log_failures` gets the number of failures that no log entry
    told, at most once in a quarter of an hour for the name and the source; without Redis each time.
    """
    attempt = ids.generate_id("try")
    with allow_without_redis("logins"):
        count_try_from_source(ctx, model.LOGINS_PER_SOURCE)
        if wait := _run_step(ctx, name, "begin", attempt):
            raise TooManyRequests(retry_after=math.ceil(wait / MILLISECONDS))
    try:
        yield
    except SignInRefused:
        failures = 1
        with allow_without_redis("logins"):
            failures = _run_step(ctx, name, "failed", attempt)
        if failures:
            log_failures(failures)
        raise
    except Exception:
        with allow_without_redis("logins"):
            _run_step(ctx, name, "abandoned", attempt)
        raise
    with allow_without_redis("logins"):
        _run_step(ctx, name, "succeeded", attempt)


def _run_step(ctx: CallContext, name: str, step: str, attempt: str) -> int:
    from_source = f"{source_of(ctx)} {name}"
    keys = [
        redis_key(ctx, model.LOGINS_PER_NAME.name, from_source),
        redis_key(ctx, "login_anywhere", name),
        redis_key(ctx, "login_familiar", from_source),
    ]
    return redis.run_script(SCRIPT, keys, json.dumps({"step": step, "id": attempt, **_rules()}))


def _rules() -> dict[str, object]:
    """The rules as the script reads them, times in milliseconds."""
    seconds = {
        "max_pause": model.MAX_PAUSE_SECONDS,
        "max_pause_elsewhere": model.MAX_PAUSE_ELSEWHERE_SECONDS,
        "try_timeout": model.TRY_TIMEOUT_SECONDS,
        "free_failures_ttl": model.FREE_FAILURES_TTL_SECONDS,
        "failures_ttl": model.FAILURES_TTL_SECONDS,
        "log_interval": model.LOG_INTERVAL_SECONDS,
        "familiar": model.FAMILIAR_SOURCE_SECONDS,
        "count_interval": model.LOGINS_PER_NAME.seconds,
    }
    return {
        **{name: period * MILLISECONDS for name, period in seconds.items()},
        "pauses": [model.pause_seconds(failures) * MILLISECONDS for failures in range(1, MAX_PAUSES + 1)],
        "free_failures": model.FREE_FAILURES,
        "max_concurrent": model.MAX_CONCURRENT_TRIES,
        "max_tries": allowed_tries(model.LOGINS_PER_NAME),
    }
