"""Profiles of the administrators in log entries."""

from collections.abc import Set as AbstractSet

from vault.callers.model import CallContext
from vault.people import service as people
from vault.people.model import Profile


def get_administrator_profiles(ctx: CallContext, tokens: AbstractSet[str]) -> dict[str, Profile]:
    """Profiles by token, those of provider staff only for provider staff. Raises Unavailable."""
    profiles = people.get_profiles(ctx.operator, tokens)
    if ctx.user and ctx.user.is_provider_staff:
        profiles |= people.get_profiles(ctx.user.home_operator, tokens - profiles.keys())
    return profiles
