"""Who did what the log tells, by name."""

from collections.abc import Set as AbstractSet

from vault.callers.model import CallContext
from vault.people import service as people
from vault.people.model import Profile


def get_administrator_profiles(ctx: CallContext, tokens: AbstractSet[str]) -> dict[str, Profile]:
    """The profiles of administrators by token; those of the provider's staff are told to the provider's staff only.

    Raises Unavailable.
    """
    profiles = people.get_profiles(ctx.operator, tokens)
    if ctx.user and ctx.user.is_provider_staff:
        profiles |= people.get_profiles(ctx.user.home_operator, tokens - profiles.keys())
    return profiles
