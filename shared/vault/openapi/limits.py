"""The rate limits in words."""

from collections.abc import Iterator, Mapping

from vault.limits import model
from vault.limits.model import Limit
from vault.openapi.schemas import MAX_NAME
from vault.runtime.access_tokens import MAX_CHARACTERS
from vault.runtime.http_event import MAX_BYTES, MAX_LARGE_BYTES
from vault.runtime.idempotency import MAX_KEY_LENGTH
from vault.runtime.pagination import MAX_ITEMS

MINUTE = 60
DAY = 86_400
SPANS = ((DAY, "day"), (3_600, "hour"), (MINUTE, "minute"))
WORDS: Mapping[str, str] = {
    "code_name": "Temporary passwords and codes tried for one person",
    "code_source": "Temporary passwords and codes tried from one IP address",
    "login_name": "Sign-ins under one name from one IP address",
    "login_source": "Sign-ins from one IP address",
    "number_change": "Changes of a person's own phone number",
    "passphrase_name": "Passphrases chosen by one person",
    "resend_name": "Codes sent again to one person",
    "resend_source": "Codes sent again from one IP address",
    "wrong_secret_source": "Wrong secrets of RADIUS servers from one IP address",
}
"""What each limit counts, by its name."""
SIZES = (
    ("Body of a request", MAX_BYTES, "bytes"),
    ("Body of a request of configureNetworkOperator and configureTandC", MAX_LARGE_BYTES, "bytes"),
    ("Header `Idempotency-Key`", MAX_KEY_LENGTH, "characters"),
    ("A field that names a thing", MAX_NAME, "characters"),
    ("Access token", MAX_CHARACTERS, "characters"),
    ("A page of a list", MAX_ITEMS, "items"),
)
INTRODUCTION = """# Limits

The tables are generated: `make openapi`.

"""
ELSEWHERE = (
    f"From elsewhere the name waits {model.MAX_PAUSE_ELSEWHERE_SECONDS} seconds at most, and not at all where its "
    f"person has signed in within {model.FAMILIAR_SOURCE_SECONDS // DAY} days."
)
BESIDE = f"""A source is an IPv4 address or the /64 network of an IPv6 address. The pause after failed sign-ins counts
for a name and a source. {ELSEWHERE}

A deployed stage also bounds the calls of all callers together. What is beyond is answered 429 by the gateway, with a
JSON object that has only `message`, and without `Retry-After`: try again after a second, then after two, and so on.

"""
SIZES_HEADING = """## Sizes

Fields have bounds of their own, which stand in [openapi.json](../openapi.json).

| what | at most |
| --- | --- |
"""


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


def render_limits() -> str:
    """The page docs/api/limits.md in Markdown."""
    sizes = "".join(f"| {what} | {most:,} {unit} |\n" for what, most, unit in SIZES)
    return f"{INTRODUCTION}{describe_limits()}\n\n{BESIDE}{SIZES_HEADING}{sizes}"


def _span(limit: Limit) -> str:
    unit, word = next((seconds, word) for seconds, word in SPANS if limit.seconds >= seconds)
    number = limit.seconds // unit
    return f"{number} {word}s" if number > 1 else f"{'an' if word == 'hour' else 'a'} {word}"
