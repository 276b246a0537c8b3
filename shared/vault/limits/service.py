"""Tries counted in Redis under blind indexes of names and sources, never under the names themselves."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from vault.adapters import redis
from vault.callers.model import Caller
from vault.kernel import ids
from vault.kernel.errors import SignInRefused, Unavailable
from vault.kernel.sealing import blind_index
from vault.kernel.settings import setting
from vault.limits import model
from vault.limits.model import Limit, TooManyRequests
from vault.operators.service import keyring

log = logging.getLogger("vault.limits")
HELD_SECONDS = 30


@contextmanager
def login(caller: Caller, name: str) -> Iterator[None]:
    """A try to sign in under this name: what SignInRefused ends counts as failed, what is done clears the count.

    Raises TooManyRequests; passes without Redis.
    """
    attempt = ids.fresh("try")
    with open_without_redis("logins"):
        spend(caller, model.LOGINS_FROM_SOURCE, caller.request.source_ip)
        spend(caller, model.LOGINS_AS, name)
        begin(caller, name, attempt)
    try:
        yield
    except SignInRefused:
        end(caller, name, attempt, failed=True)
        raise
    except Exception:
        end(caller, name, attempt)
        raise
    end(caller, name, attempt)
    with open_without_redis("logins"):
        redis.delete(place(caller, "login_failures", name), place(caller, "login_pause", name))


def begin(caller: Caller, name: str, attempt: str) -> None:
    """Refuse a try in the pause after failed ones, and beyond a few at once; after a pause, let one at a time pass."""
    pause = place(caller, "login_pause", name)
    if left := redis.get_ttl(pause):
        raise TooManyRequests(retry_after=left)
    tries, failures = place(caller, "login_tries", name), place(caller, "login_failures", name)
    under_way, failed = redis.add_to_window(tries, attempt, model.LONGEST_TRY, failures)
    seconds = model.pause_after(failed + 1)
    are_too_many = under_way > 1 and failed + under_way > model.MOST_AT_ONCE
    if are_too_many or (seconds and not redis.set_if_absent(pause, seconds)):
        redis.remove_from_window(tries, attempt)
        raise TooManyRequests(retry_after=max(seconds, 1))


def end(caller: Caller, name: str, attempt: str, *, failed: bool = False) -> None:
    """Note that a try has been answered; after one that failed, everybody may have to wait."""
    with open_without_redis("logins"):
        if failed:
            failures, _ = redis.increment(place(caller, "login_failures", name), model.FAILURES_REMEMBERED)
            if seconds := model.pause_after(failures):
                redis.extend_ttl(place(caller, "login_pause", name), seconds)
        redis.remove_from_window(place(caller, "login_tries", name), attempt)


def code(caller: Caller, name: str) -> None:
    """Count a try of a code. Raises TooManyRequests; Unavailable without Redis, since codes are short."""
    spend(caller, model.CODES_FROM_SOURCE, caller.request.source_ip)
    spend(caller, model.CODES_AS, name)


def resend(caller: Caller, token: str) -> None:
    """Count a code sent to a person. Raises TooManyRequests; passes without Redis."""
    with open_without_redis("re-sends"):
        spend(caller, model.RESENDS_FROM_SOURCE, caller.request.source_ip)
        spend(caller, model.RESENDS_FOR, token)


def key_text(caller: Caller) -> None:
    """Count a key's text that the caller chose: an answer tells whether somebody has it.

    Raises TooManyRequests; Unavailable without Redis.
    """
    spend(caller, model.KEY_TEXTS_BY, caller.token)


def secret(caller: Caller) -> None:
    """Refuse a source from which too many wrong secrets came. Raises TooManyRequests; passes without Redis."""
    with open_without_redis("secrets of RADIUS servers"):
        counted = place(caller, model.WRONG_SECRETS_FROM_SOURCE.name, caller.request.source_ip)
        (tries,) = redis.get_many([counted])
        if int(tries or 0) >= most(model.WRONG_SECRETS_FROM_SOURCE):
            raise TooManyRequests(retry_after=max(redis.get_ttl(counted), 1))


def wrong_secret(caller: Caller) -> None:
    """Count a wrong secret. Raises TooManyRequests; passes without Redis."""
    with open_without_redis("secrets of RADIUS servers"):
        spend(caller, model.WRONG_SECRETS_FROM_SOURCE, caller.request.source_ip)


def one_password(caller: Caller, on: str, password: str) -> None:
    """Let one new password at a time be on its way, on a code or on a person: two could part the login from the keys.

    The same one passes again, so that a retry completes what a crash left. Raises TooManyRequests, Unavailable.
    """
    digest = blind_index(keyring(caller.operator).index_key, "password_on_its_way", f"{on} {password}")
    if not redis.set_if_absent_or_equal(place(caller, "password", on), digest, HELD_SECONDS):
        raise TooManyRequests(retry_after=HELD_SECONDS)


def another_password(caller: Caller, on: str) -> None:
    """Let another password follow at once. Raises Unavailable."""
    redis.delete(place(caller, "password", on))


def spend(caller: Caller, limit: Limit, value: str) -> None:
    """Count one try. Raises TooManyRequests, Unavailable."""
    number, left = redis.increment(place(caller, limit.name, value), limit.seconds)
    if number > most(limit):
        raise TooManyRequests(retry_after=left)


def most(limit: Limit) -> int:
    """The tries that a limit allows here."""
    return limit.most * int(setting("VAULT_LIMIT_FACTOR", "1"))


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
