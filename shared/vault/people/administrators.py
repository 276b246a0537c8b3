"""Who did what the log tells, by name."""

from collections.abc import Set as AbstractSet

from vault.callers.model import Caller
from vault.people import service as people
from vault.people.model import Profile


def named(caller: Caller, tokens: AbstractSet[str]) -> dict[str, Profile]:
    """The profiles of administrators by token; those of the provider's staff are told to the provider's staff only.

    Raises Unavailable.
    """
    found = people.of(caller.operator, tokens)
    if caller.person and caller.person.is_provider_staff:
        found |= people.of(caller.person.home, tokens - found.keys())
    return found
