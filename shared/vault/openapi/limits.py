"""The rate limits in words."""

from collections.abc import Iterator, Mapping

from vault.limits import model
from vault.limits.model import Limit

MINUTE = 60
WORDS: Mapping[str, str] = {
    "code_name": "Temporary passwords and codes tried for one person",
    "code_source": "Temporary passwords and codes tried from one IP address",
    "login_name": "Sign-ins under one name",
    "login_source": "Sign-ins from one IP address",
    "passphrase_name": "Passphrases tried in resetKey by one person",
    "resend_name": "Codes sent again to one person",
    "resend_source": "Codes sent again from one IP address",
    "wrong_secret_source": "Wrong secrets of RADIUS servers from one IP address",
}
"""What each limit counts, by its name."""


def all_limits() -> Iterator[Limit]:
    yield from (limit for limit in vars(model).values() if isinstance(limit, Limit))


def describe_limits() -> str:
    """A table in Markdown, and what happens beyond."""
    rows = sorted(f"| {WORDS.get(each.name, each.name)} | {each.max_tries} in {_span(each)} |" for each in all_limits())
    first = model.pause_seconds(model.FREE_FAILURES + 1)
    pause = (
        f"After {model.FREE_FAILURES} failed sign-ins in a row a name has to pause, {first} seconds first, then twice "
        f"as long each time, up to {model.MAX_PAUSE_SECONDS // MINUTE} minutes."
    )
    beyond = "Beyond a limit a call answers 429, `TooManyRequests`, with `Retry-After` in seconds."
    return "\n".join(("| limit | tries |", "| --- | --- |", *rows, "", f"{beyond} {pause}"))


def _span(limit: Limit) -> str:
    minutes = limit.seconds // MINUTE
    return f"{minutes} minutes" if minutes > 1 else "a minute"
