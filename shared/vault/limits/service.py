"""Tries counted in Redis under blind indexes of names and sources, never under the names themselves."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from vault.adapters import redis
from vault.callers.model import Caller
from vault.kernel.errors import Unavailable
from vault.kernel.sealing import blind_index
from vault.kernel.settings import setting
from vault.limits import model
from vault.limits.model import Limit, TooManyRequests
from vault.operators.service import keyring

log = logging.getLogger("vault.limits")
HELD_SECONDS = 30


def login(caller: Caller, name: str) -> None:
    """Count a login of this name, as failed until it has succeeded. Raises TooManyRequests; passes without Redis."""
    with open_without_redis("logins"):
        spend(caller, model.LOGINS_FROM_SOURCE, caller.request.source_ip)
        spend(caller, model.LOGINS_AS, name)
        back_off(caller, name)


def back_off(caller: Caller, name: str) -> None:
    """Refuse a login in the pause after failed ones; of those that come at once when it ends, let one pass."""
    pause = place(caller, "login_pause", name)
    if left := redis.seconds_left(pause):
        raise TooManyRequests(retry_after=left)
    failures, _ = redis.count(place(caller, "login_failures", name), model.FAILURES_REMEMBERED)
    seconds = model.pause_after(failures)
    if seconds and not redis.mark(pause, seconds):
        raise TooManyRequests(retry_after=seconds)


def login_succeeded(caller: Caller, name: str) -> None:
    """Forget the failed logins of this name."""
    with open_without_redis("logins"):
        redis.forget(place(caller, "login_failures", name), place(caller, "login_pause", name))


def code(caller: Caller, name: str) -> None:
    """Count a try of a code. Raises TooManyRequests; Unavailable without Redis, since codes are short."""
    spend(caller, model.CODES_FROM_SOURCE, caller.request.source_ip)
    spend(caller, model.CODES_AS, name)


def resend(caller: Caller, token: str) -> None:
    """Count a code sent to a person. Raises TooManyRequests; passes without Redis."""
    with open_without_redis("re-sends"):
        spend(caller, model.RESENDS_FROM_SOURCE, caller.request.source_ip)
        spend(caller, model.RESENDS_FOR, token)


def one_password(caller: Caller, code: str, password: str) -> None:
    """Let one new password at a time be on its way with a code: two at once could part the login from the keys.

    The same one passes again, so that a retry completes what a crash left. Raises TooManyRequests, Unavailable.
    """
    digest = blind_index(keyring(caller.operator).index_key, "password_on_its_way", f"{code} {password}")
    if not redis.hold(place(caller, "password", code), digest, HELD_SECONDS):
        raise TooManyRequests(retry_after=HELD_SECONDS)


def another_password(caller: Caller, code: str) -> None:
    """Let another password follow at once. Raises Unavailable."""
    redis.forget(place(caller, "password", code))


def spend(caller: Caller, limit: Limit, value: str) -> None:
    """Count one try. Raises TooManyRequests, Unavailable."""
    number, left = redis.count(place(caller, limit.name, value), limit.seconds)
    if number > limit.most * int(setting("VAULT_LIMIT_FACTOR", "1")):
        raise TooManyRequests(retry_after=left)


def place(caller: Caller, name: str, value: str) -> str:
    """Where the tries of a name or a source are counted."""
    index = blind_index(keyring(caller.operator).index_key, name, value)
    return f"limit:{name}:{caller.operator.id}:{index}"


@contextmanager
def open_without_redis(what: str) -> Iterator[None]:
    """Go on, with a warning, where Redis does not answer."""
    try:
        yield
    except Unavailable as error:
        if error.data.get("service") != "redis":
            raise
        log.warning("without Redis there is no limit", extra={"limited": what})
