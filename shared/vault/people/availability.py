"""Which people a call cannot name, because Cognito does not answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

unavailable: ContextVar[set[str] | None] = ContextVar("unavailable", default=None)
"""The tokens of these people; None where such an outage is an error."""


@contextmanager
def tolerate_cognito_outage() -> Iterator[set[str]]:
    """While active, profiles that Cognito does not deliver have None for every text, instead of raising Unavailable.

    Yields their tokens, which are added as they are met.
    """
    tokens: set[str] = set()
    before = unavailable.set(tokens)
    try:
        yield tokens
    finally:
        unavailable.reset(before)


def is_anybody_unavailable() -> bool:
    """Whether the call has met somebody whom it cannot name."""
    return bool(unavailable.get())
